package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.TransformerModel;

/** Plans in bfloat16 against plans in float32. */
class MixedPrecisionTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final RandomKey MASKS = new RandomKey(7, "dropout", 3);
  private static final double TOLERANCE = 2e-2;
  private static final PlanOptions FLOAT32 = PlanOptions.defaults();
  private static final PlanOptions BFLOAT16 = FLOAT32.withPrecision(Precision.BFLOAT16);

  @BeforeEach
  void thisProcessorHasBfloat16Products() {
    assumeTrue(KernelLibrary.best().multipliesBfloat16());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "bert-mlm", "bert-regression", "bert-token-classification"})
  void givesNearlyTheGradientsOfFloat32(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of(name, 3, 11);
    Step exact = Step.of(model, inputs, FLOAT32);
    Step rounded = Step.of(model, inputs, BFLOAT16);
    assertThat(rounded.loss()).isCloseTo(exact.loss(), within(TOLERANCE * exact.loss()));
    assertThat(distance(rounded.gradients(), exact.gradients())).isBetween(1e-6, TOLERANCE);
  }

  @Test
  void givesNearlyTheAnswersOfFloat32() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    for (int[] size : new int[][] {{1, 3}, {2, 9}, {8, 60}}) {
      Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", size[0], size[1]);
      INDArray exact = logits(model, inputs, FLOAT32);
      assertThat(distance(logits(model, inputs, BFLOAT16), exact)).isBetween(1e-6, TOLERANCE);
      // Copies of fixed weights are for float32; both options together must work.
      INDArray fixed = logits(model, inputs, BFLOAT16.withFixedParameters(true));
      assertThat(distance(fixed, exact)).isBetween(1e-6, TOLERANCE);
    }
  }

  @Test
  void givesEqualGradientsWithCheckpointing() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", 8, 60);
    Step kept = Step.of(model, inputs, BFLOAT16);
    Step recomputed = Step.of(model, inputs, BFLOAT16.withCheckpointing(true));
    assertThat(recomputed.gradients().toFloatVector()).isEqualTo(kept.gradients().toFloatVector());
  }

  @Test
  void autoGivesTheNumbersOfOneOfThem() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", 2, 9);
    float[] chosen = logits(model, inputs, FLOAT32.withPrecision(Precision.AUTO)).data().asFloat();
    assertThat(
            List.of(
                logits(model, inputs, FLOAT32).data().asFloat(),
                logits(model, inputs, BFLOAT16).data().asFloat()))
        .contains(chosen);
  }

  @Test
  void neighbouringProductsShareConversions() {
    Tensor x = Tensor.computed("x", 4, 8);
    Tensor query = Tensor.computed("query", 8, 8);
    Tensor key = Tensor.computed("key", 8, 8);
    Tensor q = Tensor.computed("q", 4, 8);
    Tensor k = Tensor.computed("k", 4, 8);
    Tensor sum = Tensor.computed("sum", 4, 8);
    Program program =
        new Program(
            List.of(
                Linear.of(x, query, q),
                Linear.of(x, key, k),
                new Add(q, k, sum),
                Linear.of(x, query, q)),
            Map.of());
    List<Operation> operations = MixedPrecision.apply(program).operations();
    assertThat(operations)
        .extracting(operation -> operation.getClass().getSimpleName())
        .containsExactly(
            "Conversion",
            "Conversion",
            "Linear",
            "Conversion",
            "Linear",
            "Add",
            "Conversion",
            "Conversion",
            "Linear");
    assertThat(operations)
        .filteredOn(Linear.class::isInstance)
        .extracting(operation -> operation.outputs().get(0).type())
        .containsOnly(DataType.FLOAT);
  }

  @Test
  void aChangedOperandIsConvertedAgain() {
    Tensor a = Tensor.computed("a", 4, 4);
    Tensor b = Tensor.computed("b", 4, 4);
    Product product = new Product(a, false, b, false, a, true);
    List<Operation> operations =
        MixedPrecision.apply(new Program(List.of(product, product), Map.of())).operations();
    assertThat(operations)
        .filteredOn(Conversion.class::isInstance)
        .extracting(operation -> operation.inputs().get(0))
        .containsExactly(a, b, a);
  }

  private static double distance(INDArray actual, INDArray expected) {
    return actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }

  private static INDArray logits(
      TransformerModel model, Map<String, INDArray> inputs, PlanOptions options) {
    try (GraphExecutor plan =
        new PlanExecutor(model.graph(Mode.INFERENCE).executable(), model.parameters(), options)) {
      return plan.output(inputs, List.of("logits")).get("logits");
    }
  }

  /** A forward and backward pass. */
  private record Step(double loss, INDArray gradients) {

    static Step of(TransformerModel model, Map<String, INDArray> inputs, PlanOptions options) {
      try (GraphExecutor plan =
          new PlanExecutor(model.graph(Mode.TRAINING).executable(), model.parameters(), options)) {
        double loss = plan.computeGradients(inputs, 0.5, MASKS);
        loss += plan.accumulateGradients(inputs, 0.25, MASKS);
        return new Step(loss, model.parameters().gradients().dup());
      }
    }
  }
}
