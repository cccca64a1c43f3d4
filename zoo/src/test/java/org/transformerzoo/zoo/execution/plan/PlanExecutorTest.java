package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.SessionExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** The plan against the session, which is the reference. */
class PlanExecutorTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final RandomKey MASKS = new RandomKey(7, "dropout", 3);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert",
        "bert-mlm",
        "bert-regression",
        "bert-multilabel",
        "bert-token-classification",
        "roberta",
        "xlnet"
      })
  void trainsLikeTheSession(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    FlatParameters parameters = model.parameters();
    Map<String, INDArray> inputs = Inputs.of(name, 3, 11);
    double expectedLoss;
    INDArray expected;
    try (GraphExecutor session =
        new SessionExecutor(model.graph(Mode.TRAINING).executable(), parameters)) {
      expectedLoss = session.accumulateGradients(inputs, 0.5, MASKS);
      expectedLoss += session.accumulateGradients(inputs, 0.25, MASKS);
      expected = parameters.gradients().dup();
    }
    for (Kernels kernels : List.of(KernelLibrary.best(), new PortableKernels())) {
      parameters.parameters().forEach(each -> parameters.gradient(each.name()).assign(3));
      comparePlan(model, inputs, kernels, expectedLoss, expected);
    }
  }

  private static void comparePlan(
      TransformerModel model,
      Map<String, INDArray> inputs,
      Kernels kernels,
      double expectedLoss,
      INDArray expected) {
    FlatParameters parameters = model.parameters();
    ExecutableGraph graph = model.graph(Mode.TRAINING).executable();
    try (GraphExecutor plan =
        new PlanExecutor(graph, parameters, PlanOptions.defaults(), kernels)) {
      double loss = plan.computeGradients(inputs, 0.5, MASKS);
      loss += plan.accumulateGradients(inputs, 0.25, MASKS);
      assertThat(loss).isCloseTo(expectedLoss, within(1e-5));
      assertThat(largestDifference(parameters.gradients(), expected)).isLessThan(1e-5);
    }
  }

  @Test
  void answersLikeTheSessionInEveryMode() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    List<String> names = List.of("logits", "hidden_states.0", "attentions.1", "loss");
    Map<String, INDArray> inputs = Inputs.of("bert", 2, 9);
    for (Mode mode : Mode.values()) {
      try (GraphExecutor session =
              new SessionExecutor(model.graph(mode).executable(), model.parameters());
          GraphExecutor plan = model.executor(mode)) {
        Map<String, INDArray> expected = session.output(inputs, names);
        Map<String, INDArray> actual = plan.output(inputs, names);
        for (String name : names) {
          assertThat(actual.get(name).shape()).isEqualTo(expected.get(name).shape());
          assertThat(largestDifference(actual.get(name), expected.get(name)))
              .as("%s in mode %s", name, mode)
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void needsNoLabelsForLogits() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    Map<String, INDArray> inputs = Inputs.of("bert", 2, 9);
    inputs.remove("labels");
    try (GraphExecutor plan = model.executor(Mode.INFERENCE)) {
      assertThat(plan.output(inputs, List.of("logits")).get("logits").shape())
          .containsExactly(2, 3);
      assertThatThrownBy(() -> plan.output(inputs, List.of("loss")))
          .hasMessageContaining("\"labels\" is missing");
    }
  }

  @Test
  void answersLikeTheSessionFromCopiesOfFixedParameters() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    PlanOptions fixed = PlanOptions.defaults().withFixedParameters(true);
    try (GraphExecutor session =
            new SessionExecutor(model.graph(Mode.INFERENCE).executable(), model.parameters());
        GraphExecutor plan = model.executor(Mode.INFERENCE, ExecutorKind.PLAN, fixed)) {
      for (int[] size : new int[][] {{1, 3}, {2, 9}, {8, 60}}) {
        Map<String, INDArray> inputs = Inputs.of("bert", size[0], size[1]);
        assertThat(largestDifference(logitsOf(plan, inputs), logitsOf(session, inputs)))
            .isLessThan(1e-5);
      }
    }
  }

  private static INDArray logitsOf(GraphExecutor executor, Map<String, INDArray> inputs) {
    return executor.output(inputs, List.of("logits")).get("logits");
  }

  @Test
  void computesGradientsOfTrainableParametersOnly() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    PlanOptions options = PlanOptions.defaults().withTrainable(name -> name.contains("layer.1."));
    try (GraphExecutor plan =
        new PlanExecutor(model.graph(Mode.GRADIENT).executable(), model.parameters(), options)) {
      plan.accumulateGradients(Inputs.of("bert", 2, 9), 1, MASKS);
    }
    model
        .parameters()
        .parameters()
        .forEach(
            parameter ->
                assertThat(
                        model.parameters().gradient(parameter.name()).amaxNumber().doubleValue()
                            > 0)
                    .as(parameter.name())
                    .isEqualTo(parameter.name().contains("layer.1.")));
  }

  @Test
  void computesEqualGradientsInLessMemoryWithCheckpointing() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    Map<String, INDArray> inputs = Inputs.of("bert", 8, 60);
    INDArray plain = gradients(model, inputs, PlanOptions.defaults());
    INDArray recomputed = gradients(model, inputs, PlanOptions.defaults().withCheckpointing(true));
    assertThat(recomputed.toFloatVector()).isEqualTo(plain.toFloatVector());
    assertThat(bytes(model, inputs, true)).isLessThan(bytes(model, inputs, false) / 2);
  }

  private static INDArray gradients(
      TransformerModel model, Map<String, INDArray> inputs, PlanOptions options) {
    model.parameters().gradients().assign(0);
    try (GraphExecutor plan =
        new PlanExecutor(model.graph(Mode.TRAINING).executable(), model.parameters(), options)) {
      plan.accumulateGradients(inputs, 1, MASKS);
      return model.parameters().gradients().dup();
    }
  }

  private static long bytes(
      TransformerModel model, Map<String, INDArray> inputs, boolean checkpointing) {
    return compiler(model, checkpointing)
        .compile(PlanKey.of(PlanKey.Purpose.ADD_GRADIENTS, List.of("loss"), inputs))
        .memory()
        .bytes();
  }

  private static Compiler compiler(TransformerModel model, boolean checkpointing) {
    return new Compiler(
        model.graph(Mode.TRAINING).executable(),
        model.parameters().parameters(),
        PlanOptions.defaults().withCheckpointing(checkpointing),
        KernelLibrary.best());
  }

  @Test
  void givesTheSameAnswersWhenPlansAreForgotten() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    PlanOptions few = PlanOptions.defaults().withPlans(2);
    try (GraphExecutor many = model.executor(Mode.GRADIENT);
        GraphExecutor forgetful =
            new PlanExecutor(model.graph(Mode.GRADIENT).executable(), model.parameters(), few)) {
      for (int i = 0; i < 60; i++) {
        Map<String, INDArray> inputs = Inputs.of("bert", 1 + i % 2, 3 + i * 7 % 50);
        assertThat(logits(forgetful, inputs)).isEqualTo(logits(many, inputs));
        assertThat(forgetful.accumulateGradients(inputs, 1, MASKS))
            .isEqualTo(many.accumulateGradients(inputs, 1, MASKS));
      }
    }
  }

  @Test
  void servesSeveralThreadsLikeOne() throws Exception {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    try (GraphExecutor plan = model.executor(Mode.INFERENCE)) {
      List<Map<String, INDArray>> requests =
          IntStream.range(0, 40).mapToObj(i -> Inputs.of("bert", 1 + i % 3, 3 + i % 7)).toList();
      List<INDArray> expected = requests.stream().map(inputs -> logits(plan, inputs)).toList();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<INDArray>> answers = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        requests.forEach(inputs -> answers.add(threads.submit(() -> logits(plan, inputs))));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get().toFloatMatrix())
            .isDeepEqualTo(expected.get(i % requests.size()).toFloatMatrix());
      }
      threads.shutdown();
    }
  }

  private static INDArray logits(GraphExecutor plan, Map<String, INDArray> inputs) {
    return plan.output(inputs, List.of("logits")).get("logits");
  }

  @Test
  void saysHowMuchMemoryIsMissingBeforeItTakesAny() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    PlanOptions options = PlanOptions.defaults().withMemoryLimit(1000);
    try (GraphExecutor plan =
        new PlanExecutor(model.graph(Mode.INFERENCE).executable(), model.parameters(), options)) {
      assertThatThrownBy(() -> plan.output(Inputs.of("bert", 2, 9), List.of("logits")))
          .isInstanceOf(PlanTooLargeException.class)
          .hasMessageContaining("input_ids=[2, 9]")
          .hasMessageContaining("1,000 are allowed")
          .hasMessageContaining("smaller batch");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "xlnet"})
  void leavesNoLargeOperationToNd4j(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = Inputs.of(name, 3, 11);
    List<String> left =
        compiler(model, false)
            .compile(PlanKey.of(PlanKey.Purpose.ADD_GRADIENTS, List.of("loss"), inputs))
            .program()
            .operations()
            .stream()
            .filter(Nd4jOperation.class::isInstance)
            .map(operation -> ((Nd4jOperation) operation).kind())
            .toList();
    assertThat(left)
        .doesNotContain("matmul", "matmul_bp", "softmax", "permute", "slice", "multiply_bp");
  }

  private static double largestDifference(INDArray one, INDArray other) {
    return one.sub(other).amaxNumber().doubleValue();
  }

  /** Random inputs, with padding, and labels of the right kind for a fixture. */
  static final class Inputs {
    private Inputs() {}

    static Map<String, INDArray> of(String model, int batch, int length) {
      SplittableRandom random = new SplittableRandom(batch * 31L + length);
      int[][] ids = new int[batch][length];
      int[][] mask = new int[batch][length];
      int[][] types = new int[batch][length];
      int[][] tags = new int[batch][length];
      for (int row = 0; row < batch; row++) {
        for (int i = 0; i < length; i++) {
          ids[row][i] = random.nextInt(1, 100);
          int fromEnd = model.startsWith("xlnet") ? length - 1 - i : i; // XLNet pads on the left
          mask[row][i] = fromEnd < length - 2 * row ? 1 : 0;
          types[row][i] = i < length / 2 || model.equals("roberta") ? 0 : 1;
          tags[row][i] = i % 3 == 0 ? -100 : i % 3;
        }
        if (model.equals("bart")) { // whose head reads the last end of a sequence
          ids[row][length - 1 - 2 * row] = 2;
        }
      }
      Map<String, INDArray> inputs = new HashMap<>();
      inputs.put("input_ids", Nd4j.createFromArray(ids));
      inputs.put("attention_mask", Nd4j.createFromArray(mask));
      inputs.put("token_type_ids", Nd4j.createFromArray(types));
      inputs.put("labels", labels(model, batch, tags));
      return inputs;
    }

    private static INDArray labels(String model, int batch, int[][] tags) {
      return switch (model) {
        case "bert-mlm", "bert-token-classification" -> Nd4j.createFromArray(tags);
        case "bert-regression" -> Nd4j.linspace(DataType.FLOAT, 0, 0.5, batch).reshape(batch, 1);
        case "bert-multilabel" -> Nd4j.ones(DataType.FLOAT, batch, 4);
        default -> Nd4j.ones(DataType.INT32, batch);
      };
    }
  }
}
