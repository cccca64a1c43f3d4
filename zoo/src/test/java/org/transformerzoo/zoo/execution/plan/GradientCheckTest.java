package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** Each gradient written by hand against central differences of Σ coefficient·output. */
class GradientCheckTest {

  private static final double STEP = 1e-2;

  static Stream<Kernels> kernels() {
    return Stream.of(KernelLibrary.best(), new PortableKernels()).distinct();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void linearWithBiasMaskAndResidual(Kernels kernels) {
    Tensor x = parameter("x", 5, 4);
    Tensor weight = parameter("weight", 3, 4);
    Tensor bias = parameter("bias", 3);
    Tensor residual = parameter("residual", 5, 3);
    Tensor mask = Tensor.constant("mask", Nd4j.rand(5, 3).gt(0.3).castTo(DataType.FLOAT).mul(2));
    Tensor y = Tensor.computed("y", 5, 3);
    Linear linear =
        Linear.of(x, weight, y).withBias(bias, y).withMask(mask, y).withResidual(residual, y);
    check(kernels, y, List.of(linear), x, weight, bias, residual);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void linearWhoseInputIsItsResidualToo(Kernels kernels) {
    Tensor x = parameter("x", 5, 3);
    Tensor weight = parameter("weight", 3, 3);
    Tensor inner = Tensor.computed("inner", 5, 3);
    Tensor y = Tensor.computed("y", 5, 3);
    check(
        kernels,
        y,
        List.of(new Add(x, x, inner), Linear.of(inner, weight, y).withResidual(inner, y)),
        x,
        weight);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void layerNorm(Kernels kernels) {
    Tensor x = parameter("x", 4, 7);
    Tensor gain = parameter("gain", 7);
    Tensor bias = parameter("bias", 7);
    Tensor y = Tensor.computed("y", 4, 7);
    Tensor mean = Tensor.computed("mean", 4);
    Tensor variance = Tensor.computed("variance", 4);
    check(
        kernels, y, List.of(new LayerNorm(x, gain, bias, 1e-5f, y, mean, variance)), x, gain, bias);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void attention(Kernels kernels) {
    Tensor query = parameter("query", 2, 5, 3, 4);
    Tensor key = parameter("key", 2, 5, 3, 4);
    Tensor value = parameter("value", 2, 5, 3, 4);
    Tensor mask = Tensor.constant("mask", Nd4j.rand(2, 3, 5, 5));
    Tensor bias = Tensor.constant("bias", Nd4j.rand(2, 1, 1, 5));
    Tensor probabilities = Tensor.computed("probabilities", 2, 3, 5, 5);
    Tensor kept = Tensor.computed("kept", 2, 3, 5, 5);
    Tensor context = Tensor.computed("context", 2, 5, 3, 4);
    check(
        kernels,
        context,
        List.of(
            new AttentionProbabilities(query, key, 0.7f, Optional.of(bias), probabilities),
            new Multiply(probabilities, mask, kept),
            new HeadProduct(
                Operand.scores(kept), Operand.tokens(value), Operand.tokens(context), 1)),
        query,
        key,
        value);
  }

  static Stream<Arguments> wholeAttentions() {
    List<List<Long>> biases =
        List.of(
            List.of(2L, 1L, 1L, 5L),
            List.of(2L, 1L, 4L, 5L),
            List.of(1L, 1L, 4L, 5L),
            List.of(2L, 3L, 4L, 5L));
    return kernels()
        .filter(Kernels::worksBySequence)
        .flatMap(
            kernels ->
                biases.stream()
                    .flatMap(
                        bias ->
                            Stream.of(true, false)
                                .map(masked -> Arguments.of(kernels, bias, masked))));
  }

  @ParameterizedTest
  @MethodSource("wholeAttentions")
  void attentionAsAWhole(Kernels kernels, List<Long> biasShape, boolean masked) {
    Tensor query = parameter("query", 2, 4, 3, 6);
    Tensor key = parameter("key", 2, 5, 3, 6);
    Tensor value = parameter("value", 2, 5, 3, 6);
    long[] shape = biasShape.stream().mapToLong(size -> size).toArray();
    Optional<Tensor> bias = Optional.of(Tensor.constant("bias", Nd4j.rand(shape)));
    Optional<Tensor> mask =
        Optional.of(Tensor.constant("mask", Nd4j.rand(2, 3, 4, 5))).filter(tensor -> masked);
    Tensor probabilities = Tensor.computed("probabilities", 2, 3, 4, 5);
    Tensor context = Tensor.computed("context", 2, 4, 3, 6);
    Attention attention =
        Attention.of(
            new AttentionProbabilities(query, key, 0.7f, bias, probabilities),
            mask,
            value,
            context,
            true);
    check(kernels, context, List.of(attention), query, key, value);
  }

  @ParameterizedTest
  @MethodSource("wholeAttentions")
  void attentionOfOneQuery(Kernels kernels, List<Long> biasShape, boolean masked) {
    Tensor query = parameter("query", 2, 4, 3, 6);
    Tensor key = parameter("key", 2, 5, 3, 6);
    Tensor value = parameter("value", 2, 5, 3, 6);
    long[] shape = biasShape.stream().mapToLong(size -> size).toArray();
    Attention whole =
        Attention.of(
            new AttentionProbabilities(
                query,
                key,
                0.7f,
                Optional.of(Tensor.constant("bias", Nd4j.rand(shape))),
                Tensor.computed("probabilities", 2, 3, 4, 5)),
            Optional.of(Tensor.constant("mask", Nd4j.rand(2, 3, 4, 5))).filter(mask -> masked),
            value,
            Tensor.computed("context", 2, 4, 3, 6),
            true);
    List<Operation> operations = new ArrayList<>();
    Attention one =
        whole.at(
            new OnePosition(2, 4, 1),
            (all, rows) -> {
              Tensor selected = Tensor.computed(all.name(), rows.count(), rows.width(all));
              operations.add(rows.copy(all, selected));
              return selected;
            });
    operations.add(one);
    check(kernels, one.context(), operations, query, key, value);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void twoPositionsOfTheSameSequences(Kernels kernels) {
    Tensor x = parameter("x", 6, 3);
    Tensor weight = parameter("weight", 3, 3);
    Tensor first = Tensor.computed("first", 2, 3);
    Tensor last = Tensor.computed("last", 2, 3);
    Tensor y = Tensor.computed("y", 2, 3);
    check(
        kernels,
        y,
        List.of(
            new OnePosition(2, 3, 0).copy(x, first),
            new OnePosition(2, 3, 2).copy(x, last),
            Linear.of(first, weight, y).withResidual(last, y)),
        x,
        weight);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void lossOfTheRowsThatHaveALabel(Kernels kernels) {
    Tensor hidden = parameter("hidden", 5, 4);
    Tensor weight = parameter("weight", 3, 4);
    Tensor labels = Tensor.constant("labels", Nd4j.createFromArray(-100, 2, -100, 0, -100));
    LabelledRows rows = LabelledRows.of(5, 3); // one more than there are
    Tensor some = Tensor.computed("some", 3, 4);
    Tensor logits = Tensor.computed("logits", 3, 3);
    Tensor logProbabilities = Tensor.computed("log probabilities", 3, 3);
    Tensor y = Tensor.computed("y");
    check(
        kernels,
        y,
        List.of(
            new FindLabelledRows(labels, rows),
            rows.copy(hidden, some),
            Linear.of(some, weight, logits),
            new CrossEntropy(logits, rows.labels(), logProbabilities, y)),
        hidden,
        weight);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void linearWhoseWeightLiesByInput(Kernels kernels) {
    Tensor x = parameter("x", 5, 4);
    Tensor weight = parameter("weight", 4, 3);
    Tensor y = Tensor.computed("y", 5, 3);
    check(kernels, y, List.of(Linear.of(x, weight, true, y)), x, weight);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void attentionWithLearnedBias(Kernels kernels) {
    Tensor query = parameter("query", 2, 4, 3, 6);
    Tensor key = parameter("key", 2, 5, 3, 6);
    Tensor bias = parameter("bias", 2, 3, 4, 5);
    Tensor probabilities = Tensor.computed("probabilities", 2, 3, 4, 5);
    check(
        kernels,
        probabilities,
        List.of(new AttentionProbabilities(query, key, 0.7f, Optional.of(bias), probabilities)),
        query,
        key,
        bias);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attentionAsAWholeWithLearnedBias(boolean masked) {
    Kernels kernels = KernelLibrary.best();
    assumeTrue(kernels.worksBySequence());
    Tensor query = parameter("query", 2, 4, 3, 6);
    Tensor key = parameter("key", 2, 5, 3, 6);
    Tensor value = parameter("value", 2, 5, 3, 6);
    Tensor bias = parameter("bias", 2, 3, 4, 5);
    Optional<Tensor> mask =
        Optional.of(Tensor.constant("mask", Nd4j.rand(2, 3, 4, 5))).filter(tensor -> masked);
    Tensor probabilities = Tensor.computed("probabilities", 2, 3, 4, 5);
    Tensor context = Tensor.computed("context", 2, 4, 3, 6);
    Attention attention =
        Attention.of(
            new AttentionProbabilities(query, key, 0.7f, Optional.of(bias), probabilities),
            mask,
            value,
            context,
            true);
    check(kernels, context, List.of(attention), query, key, value, bias);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3})
  void relativeBias(long maskRows) {
    Tensor distances = parameter("distances", 3, 2, 3, 8);
    Tensor segments = parameter("segments", 3, 2, 3);
    Tensor other = Tensor.constant("other", Nd4j.rand(2, 3, 5).gt(0.5).castTo(DataType.FLOAT));
    Tensor mask = Tensor.constant("mask", Nd4j.rand(2, (int) maskRows, 5));
    Tensor bias = Tensor.computed("bias", 2, 3, 3, 5);
    check(
        KernelLibrary.best(),
        bias,
        List.of(new RelativeBias(distances, segments, other, mask, 0.7f, bias)),
        distances,
        segments);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void headProductOfTransposedOperands(Kernels kernels) {
    Tensor a = parameter("a", 2, 3, 4, 5);
    Tensor b = parameter("b", 2, 6, 3, 4);
    Tensor c = Tensor.computed("c", 2, 3, 5, 6);
    check(
        kernels,
        c,
        List.of(
            new HeadProduct(
                Operand.scores(a).transpose(),
                Operand.tokens(b).transpose(),
                Operand.scores(c),
                0.5f)),
        a,
        b);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void crossEntropy(Kernels kernels) {
    Tensor logits = parameter("logits", 4, 5);
    Tensor labels = Tensor.constant("labels", Nd4j.createFromArray(3, -100, 0, 4));
    Tensor logs = Tensor.computed("logs", 4, 5);
    Tensor loss = Tensor.computed("loss");
    check(kernels, loss, List.of(new CrossEntropy(logits, labels, logs, loss)), logits);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void productOfTwoLearnedTensors(Kernels kernels) {
    Tensor left = parameter("left", 3, 4);
    Tensor right = parameter("right", 3, 4);
    Tensor y = Tensor.computed("y", 3, 4);
    check(kernels, y, List.of(new Multiply(left, right, y)), left, right);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void embeddingLookup(Kernels kernels) {
    Tensor table = parameter("table", 6, 3);
    Tensor ids = Tensor.constant("ids", Nd4j.createFromArray(2, 5, 2, 0));
    Tensor rows = Tensor.computed("rows", 4, 3);
    check(kernels, rows, List.of(new EmbeddingLookup(table, ids, rows)), table);
  }

  @ParameterizedTest
  @EnumSource
  void activation(Activation activation) {
    Kernels kernels = KernelLibrary.best();
    if (kernels.supports(activation)) {
      Tensor x = parameter("x", 4, 6);
      Tensor y = Tensor.computed("y", 4, 6);
      check(kernels, y, List.of(new Activated(activation, x, y)), x);
    }
  }

  private static Tensor parameter(String name, long... shape) {
    return new Tensor(name, DataType.FLOAT, shape, new Place.ParameterValue(name));
  }

  private static void check(
      Kernels kernels, Tensor result, List<Operation> forward, Tensor... learned) {
    SplittableRandom random = new SplittableRandom(5);
    FlatParameters parameters = FlatParameters.allocate(parameters(learned));
    randomize(parameters, random);
    INDArray coefficients = Nd4j.zeros(DataType.FLOAT, Math.max(result.length(), 1));
    for (long i = 0; i < coefficients.length(); i++) {
      coefficients.putScalar(i, random.nextDouble(-1, 1));
    }
    INDArray seed = coefficients.reshape(result.shape());
    List<Operation> operations = new ArrayList<>(forward);
    Predicate<String> all = name -> true;
    Gradients backward = new Gradients(operations, all, List.of(), false);
    Differentiation.append(backward, result, Tensor.constant("seed", seed));
    PlanKey key = new PlanKey(PlanKey.Purpose.ADD_GRADIENTS, java.util.Set.of("y"), Map.of());
    Program program = new Program(operations, Map.of("y", result)).withoutDeadParts();
    try (Lane lane = new Lane(parameters, kernels, 1, Optional.empty())) {
      Plan plan = lane.plan(new CompiledPlan(key, program, MemoryPlan.of(program)));
      run(plan, seed);
      INDArray gradients = parameters.gradients().dup();
      for (Tensor tensor : learned) {
        compare(parameters, tensor, gradients, () -> run(plan, seed));
      }
    }
  }

  private static void compare(
      FlatParameters parameters,
      Tensor tensor,
      INDArray gradients,
      java.util.function.DoubleSupplier loss) {
    INDArray flat = parameters.values();
    long offset = parameters.segment(tensor.name()).offset();
    for (long i = offset; i < offset + tensor.length(); i++) {
      double value = flat.getDouble(i);
      flat.putScalar(i, value + STEP);
      double above = loss.getAsDouble();
      flat.putScalar(i, value - STEP);
      double below = loss.getAsDouble();
      flat.putScalar(i, value);
      assertThat(gradients.getDouble(i))
          .as("gradient of %s at %d", tensor, i - offset)
          .isCloseTo((above - below) / (2 * STEP), within(3e-3));
    }
  }

  private static double run(Plan plan, INDArray coefficients) {
    plan.run(new HashMap<>(), new Run(new RandomKey(0, "check", 0)));
    double[] values = plan.output("y").dup().data().asDouble();
    double[] weights = coefficients.dup().data().asDouble();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * weights[i];
    }
    return sum;
  }

  private static List<Parameter> parameters(Tensor... tensors) {
    return Arrays.stream(tensors)
        .map(
            tensor ->
                new Parameter(
                    tensor.name(),
                    ParameterKind.WEIGHT_MATRIX,
                    Depth.head(),
                    Arrays.stream(tensor.shape()).boxed().toList()))
        .toList();
  }

  private static void randomize(FlatParameters parameters, SplittableRandom random) {
    for (Parameter parameter : parameters.parameters()) {
      INDArray value = parameters.value(parameter.name());
      for (long i = 0; i < value.length(); i++) {
        value.putScalar(i, random.nextDouble(-1, 1));
      }
    }
  }
}
