package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.GraphExecutor.Differentiated;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanExecutorTest.Inputs;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

/** Gradients with respect to the vectors of words, on each architecture and with each executor. */
class RowGradientsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final RandomKey NO_MASKS = new RandomKey(0, "none", 0);

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "xlnet", "bart", "bert-token-classification"})
  void sumUpToTheGradientsOfTables(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = Inputs.of(name, 2, 7);
    for (ExecutorKind kind : ExecutorKind.values()) {
      ExecutableGraph graph = model.graph(Mode.GRADIENT).executable();
      List<String> rows = graph.lookups().stream().map(Lookup::rows).toList();
      try (GraphExecutor executor = kind.create(graph, model.parameters())) {
        double loss = executor.computeGradients(inputs, 1, NO_MASKS);
        INDArray trained = model.parameters().gradients().dup();
        Differentiated found = executor.differentiate(inputs, List.of("loss", "logits"), rows);
        assertThat(found.outputs().get("loss").getDouble(0)).isCloseTo(loss, within(1e-6));
        assertThat(model.parameters().gradients()).isEqualTo(trained);
        Map<String, INDArray> ids =
            executor.output(inputs, graph.lookups().stream().map(Lookup::ids).toList());
        Map<String, INDArray> sums = new HashMap<>();
        for (Lookup lookup : graph.lookups()) {
          INDArray sum =
              sums.computeIfAbsent(
                  lookup.table(),
                  table -> Nd4j.zerosLike(model.parameters().gradient(table)).dup());
          INDArray gradient = found.gradients().get(lookup.rows());
          for (int i = 0; i < gradient.rows(); i++) {
            sum.getRow(ids.get(lookup.ids()).getInt(i)).addi(gradient.getRow(i));
          }
        }
        sums.forEach((table, sum) -> assertOnlyRoundingApart(model, table, sum, kind));
      }
    }
  }

  /** A table that is also the last layer's weight has another share, which is not a row's. */
  private static void assertOnlyRoundingApart(
      TransformerModel model, String table, INDArray sum, ExecutorKind kind) {
    INDArray expected = model.parameters().gradient(table);
    assertThat(expected.sub(sum).amaxNumber().doubleValue())
        .as("%s by %s", table, kind)
        .isLessThan(1e-5 * Math.max(1, expected.amaxNumber().doubleValue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "xlnet", "bart"})
  void takesVectorsInPlaceOfWords(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> inputs = new HashMap<>(Inputs.of(name, 2, 7));
    for (ExecutorKind kind : ExecutorKind.values()) {
      ExecutableGraph graph = model.graph(Mode.GRADIENT).executable();
      String rows = graph.lookups().get(0).rows();
      try (GraphExecutor executor = kind.create(graph, model.parameters())) {
        INDArray words = executor.output(inputs, List.of(rows)).get(rows);
        INDArray slope =
            executor.differentiate(inputs, List.of(), List.of(rows)).gradients().get(rows);
        INDArray direction = slope.div(slope.norm2Number().doubleValue());
        double step = 1e-2;
        double above = loss(executor, inputs, rows, words.add(direction.mul(step)));
        double below = loss(executor, inputs, rows, words.sub(direction.mul(step)));
        assertThat((above - below) / (2 * step))
            .as("%s by %s", name, kind)
            .isCloseTo(
                slope.norm2Number().doubleValue(),
                within(1e-2 * slope.norm2Number().doubleValue() + 1e-4));
      }
    }
  }

  private static double loss(
      GraphExecutor executor, Map<String, INDArray> inputs, String rows, INDArray vectors) {
    Map<String, INDArray> given = new HashMap<>(inputs);
    given.put(rows, vectors);
    return executor
        .differentiate(given, List.of("loss"), List.of(rows))
        .outputs()
        .get("loss")
        .getDouble(0);
  }
}
