package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanKey.Purpose;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

class UnreadRowsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final RandomKey MASKS = new RandomKey(7, "dropout", 3);
  private static final int BATCH = 3;
  private static final int LENGTH = 11;

  @ParameterizedTest
  @CsvSource({
    "bert, 4, the query and the output of attention and the two layers behind it",
    "roberta, 4, as in BERT",
    "xlnet, 3, as in BERT but the query which scores distances too"
  })
  void areLeftOutOfTheLastLayerWhereAHeadReadsOneToken(String name, int products, String which) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    for (Purpose purpose : List.of(Purpose.OUTPUTS, Purpose.MASKED_OUTPUTS)) {
      assertThat(productsOfAllRows(model, purpose, "logits"))
          .as("%s: %s", name, which)
          .isEqualTo(
              productsOfAllRows(model, purpose, "logits", lastHiddenState(model)) - products);
    }
  }

  @Test
  void areLeftOutBehindTheLastAttentionWhereFewWordsHaveALabel() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert-mlm"));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert-mlm", BATCH, LENGTH);
    PlanKey key = PlanKey.of(Purpose.ADD_GRADIENTS, List.of("loss"), inputs);
    long all = productsOfAllRows(compiler(model).compile(key).program());
    long some =
        productsOfAllRows(compiler(model).compile(key.with(Map.of("labels", 6L))).program());
    assertThat(some)
        .as("without attention's output, two layers behind it, and two of the head")
        .isEqualTo(all - 5);
  }

  @ParameterizedTest
  @CsvSource({"bert-mlm, 0", "bert-mlm, 1", "bert-mlm, 5", "bert-token-classification, 5"})
  void giveTheGradientsOfTheSession(String name, int labelled) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of(name, BATCH, LENGTH);
    INDArray labels = Nd4j.valueArrayOf(new long[] {BATCH, LENGTH}, -100, DataType.INT32);
    for (int i = 0; i < labelled; i++) {
      labels.putScalar(i % BATCH, 7 * i % LENGTH, i % 3);
    }
    inputs.put("labels", labels);
    try (GraphExecutor session =
            model.executor(Mode.TRAINING, ExecutorKind.SESSION, PlanOptions.defaults());
        GraphExecutor plan = model.executor(Mode.TRAINING)) {
      double expectedLoss = session.computeGradients(inputs, 1, MASKS);
      INDArray expected = model.parameters().gradients().dup();
      assertThat(plan.computeGradients(inputs, 1, MASKS)).isCloseTo(expectedLoss, within(1e-5));
      INDArray difference = model.parameters().gradients().sub(expected);
      assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-mlm", "bert-token-classification"})
  void areNoneWhereAHeadReadsAllTokens(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    assertThat(productsOfAllRows(model, Purpose.OUTPUTS, "logits"))
        .isEqualTo(productsOfAllRows(model, Purpose.OUTPUTS, "logits", lastHiddenState(model)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "xlnet"})
  void doNotChangeTheMasksOfThoseThatAreRead(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of(name, BATCH, LENGTH);
    List<String> all = List.of("logits", lastHiddenState(model));
    try (GraphExecutor plan = model.executor(Mode.TRAINING)) {
      INDArray alone = plan.output(inputs, List.of("logits"), MASKS).get("logits");
      INDArray beside = plan.output(inputs, all, MASKS).get("logits");
      assertThat(alone.sub(beside).amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  @Test
  void areNoneInSequencesOfOneToken() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", BATCH, 1);
    PlanKey key = PlanKey.of(Purpose.OUTPUTS, List.of("logits"), inputs);
    assertThat(compiler(model).compile(key).program().operations())
        .noneMatch(
            operation ->
                operation instanceof EmbeddingLookup lookup
                    && lookup.table().root().place() instanceof Place.Computed);
  }

  private static String lastHiddenState(TransformerModel model) {
    return model.graph(Mode.TRAINING).transformer().lastHiddenState().name();
  }

  private static long productsOfAllRows(
      TransformerModel model, Purpose purpose, String... outputs) {
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", BATCH, LENGTH);
    return productsOfAllRows(
        compiler(model).compile(PlanKey.of(purpose, List.of(outputs), inputs)).program());
  }

  /** Products of a matrix with all rows of a batch, in the forward pass. */
  private static long productsOfAllRows(Program program) {
    return program.operations().stream()
        .flatMap(operation -> operation instanceof Linear linear ? Stream.of(linear) : Stream.of())
        .filter(linear -> linear.rows() == BATCH * LENGTH)
        .count();
  }

  private static Compiler compiler(TransformerModel model) {
    return new Compiler(
        model.graph(Mode.TRAINING).executable(),
        model.parameters().parameters(),
        PlanOptions.defaults(),
        KernelLibrary.best());
  }
}
