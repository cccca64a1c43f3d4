package org.transformerzoo.zoo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * Gradients of logits with respect to the vectors of words, against PyTorch's: in the direction of
 * the loss's own gradient they sum up, for each word, to that word's row of the table's gradient.
 */
class ScoreGradientsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @ParameterizedTest
  @CsvSource({
    "bert, bert.embeddings.word_embeddings.weight",
    "roberta, roberta.embeddings.word_embeddings.weight",
    "xlnet, transformer.word_embedding.weight",
    "bart, model.shared.weight"
  })
  void sumUpToTheReference(String name, String table) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> file =
        NpzFile.read(FIXTURES.resolve(name).resolve("expected_classification.npz"));
    INDArray reference = file.get("grad/" + table);
    for (ExecutorKind kind : ExecutorKind.values()) {
      ModelGraph score = ModelGraph.score(model.specification());
      ExecutableGraph graph = score.executable();
      Map<String, INDArray> inputs = new HashMap<>(ReferenceInputs.read(graph.graph(), file));
      inputs.put(ModelGraph.DIRECTION, directionOfLoss(file));
      List<Lookup> words = graph.lookups().stream().filter(Lookup::words).toList();
      try (GraphExecutor executor = kind.create(graph, model.parameters())) {
        Map<String, INDArray> gradients =
            executor
                .differentiate(
                    inputs, List.of(TaskHead.LOGITS), words.stream().map(Lookup::rows).toList())
                .gradients();
        Map<String, INDArray> ids =
            executor.output(inputs, words.stream().map(Lookup::ids).toList());
        INDArray sums = Nd4j.zerosLike(reference);
        for (Lookup word : words) {
          INDArray rows = gradients.get(word.rows());
          for (int row = 0; row < rows.rows(); row++) {
            sums.getRow(ids.get(word.ids()).getInt(row)).addi(rows.getRow(row));
          }
        }
        forgetPadding(sums, reference);
        assertThat(sums.sub(reference).amaxNumber().doubleValue())
            .as("%s by %s", name, kind)
            .isLessThan(1e-4 * reference.amaxNumber().doubleValue());
      }
    }
  }

  /** What the mean cross-entropy passes down to the logits: (softmax − truth) / batch. */
  private static INDArray directionOfLoss(Map<String, INDArray> file) {
    INDArray direction = Transforms.softmax(file.get(TaskHead.LOGITS).dup()); // [batch, classes]
    INDArray labels = file.get(TaskHead.LABELS).castTo(DataType.INT32);
    for (int row = 0; row < direction.rows(); row++) {
      int label = labels.getInt(row);
      direction.putScalar(row, label, direction.getDouble(row, label) - 1);
    }
    return direction.divi(direction.rows()).reshape(direction.length());
  }

  /** PyTorch leaves out the row of the padding token. */
  private static void forgetPadding(INDArray sums, INDArray reference) {
    for (int id = 0; id < 4; id++) {
      if (reference.getRow(id).amaxNumber().doubleValue() == 0) {
        sums.getRow(id).assign(0);
      }
    }
  }
}
