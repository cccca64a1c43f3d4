package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanKey.Purpose;
import org.transformerzoo.zoo.model.TransformerModel;

class UnreadPositionsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
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
      assertThat(productsOfAllPositions(model, purpose, "logits"))
          .as("%s: %s", name, which)
          .isEqualTo(
              productsOfAllPositions(model, purpose, "logits", lastHiddenState(model)) - products);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-mlm", "bert-token-classification"})
  void areNoneWhereAHeadReadsAllTokens(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    assertThat(productsOfAllPositions(model, Purpose.OUTPUTS, "logits"))
        .isEqualTo(
            productsOfAllPositions(model, Purpose.OUTPUTS, "logits", lastHiddenState(model)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "xlnet"})
  void doNotChangeTheMasksOfThoseThatAreRead(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of(name, BATCH, LENGTH);
    RandomKey masks = new RandomKey(7, "dropout", 3);
    List<String> all = List.of("logits", lastHiddenState(model));
    try (GraphExecutor plan = model.executor(Mode.TRAINING)) {
      INDArray alone = plan.output(inputs, List.of("logits"), masks).get("logits");
      INDArray beside = plan.output(inputs, all, masks).get("logits");
      assertThat(alone.sub(beside).amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  @Test
  void areNoneInSequencesOfOneToken() {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", BATCH, 1);
    assertThat(compile(model, Purpose.OUTPUTS, inputs, "logits").operations())
        .noneMatch(SelectPosition.class::isInstance);
  }

  private static String lastHiddenState(TransformerModel model) {
    return model.graph(Mode.TRAINING).transformer().lastHiddenState().name();
  }

  private static long productsOfAllPositions(
      TransformerModel model, Purpose purpose, String... outputs) {
    Map<String, INDArray> inputs = PlanExecutorTest.Inputs.of("bert", BATCH, LENGTH);
    return compile(model, purpose, inputs, outputs).operations().stream()
        .flatMap(operation -> operation instanceof Linear linear ? Stream.of(linear) : Stream.of())
        .filter(linear -> linear.rows() == BATCH * LENGTH)
        .count();
  }

  private static Program compile(
      TransformerModel model, Purpose purpose, Map<String, INDArray> inputs, String... outputs) {
    return new Compiler(
            model.graph(Mode.TRAINING).executable(),
            model.parameters().parameters(),
            PlanOptions.defaults(),
            KernelLibrary.best())
        .compile(PlanKey.of(purpose, List.of(outputs), inputs))
        .program();
  }
}
