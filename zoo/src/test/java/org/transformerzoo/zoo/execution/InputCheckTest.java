package org.transformerzoo.zoo.execution;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.model.TransformerModel;

class InputCheckTest {

  private final TransformerModel model =
      TransformerModel.load(Path.of("src/test/resources/fixtures/bert"));

  @Test
  void refusesIdsBeyondTheVocabulary() {
    refuses(inputs(130, 5), "\"input_ids\" holds the id 130, expected ids from 0 to 129");
    refuses(inputs(-1, 5), "holds the id -1");
  }

  @Test
  void refusesSequencesBeyondThePositions() {
    refuses(inputs(1, 65), "\"input_ids\" has 65 positions, the model has at most 64");
  }

  @Test
  void refusesInputsThatTheGraphDoesNotHave() {
    Map<String, INDArray> inputs = inputs(1, 5);
    inputs.put("pixels", Nd4j.scalar(1));
    refuses(inputs, "no input \"pixels\"");
  }

  @Test
  void refusesLabelsBeyondTheClasses() {
    Map<String, INDArray> inputs = inputs(1, 5);
    inputs.put("labels", Nd4j.createFromArray(3));
    try (GraphExecutor executor = model.executor(Mode.GRADIENT)) {
      assertThatThrownBy(
              () -> executor.accumulateGradients(inputs, 1, new RandomKey(0, "dropout", 0)))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("\"labels\" holds the id 3");
    }
  }

  @Test
  void namesTheInputThatIsMissing() {
    Map<String, INDArray> inputs = inputs(1, 5);
    inputs.remove("attention_mask");
    refuses(inputs, "\"attention_mask\" is missing");
  }

  @Test
  void refusesFractionalIds() {
    Map<String, INDArray> inputs = inputs(1, 5);
    inputs.put("input_ids", Nd4j.ones(DataType.FLOAT, 1, 5));
    refuses(inputs, "\"input_ids\" holds FLOAT");
  }

  @Test
  void refusesAnotherRank() {
    Map<String, INDArray> inputs = inputs(1, 5);
    inputs.put("input_ids", Nd4j.zeros(DataType.INT32, 5));
    refuses(inputs, "\"input_ids\" has shape [5]");
  }

  private void refuses(Map<String, INDArray> inputs, String message) {
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      assertThatThrownBy(() -> executor.output(inputs, List.of("logits")))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining(message);
    }
  }

  private static Map<String, INDArray> inputs(int id, int length) {
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put("input_ids", Nd4j.valueArrayOf(new long[] {1, length}, id, DataType.INT32));
    inputs.put("attention_mask", Nd4j.ones(DataType.INT32, 1, length));
    inputs.put("token_type_ids", Nd4j.zeros(DataType.INT32, 1, length));
    return inputs;
  }
}
