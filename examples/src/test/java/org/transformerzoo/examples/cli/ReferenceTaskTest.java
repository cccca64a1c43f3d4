package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.task.TaskHead;

class ReferenceTaskTest {

  private static final int VOCABULARY = 11;

  @Test
  void tellsTheTaskFromTheShapesOfLogitsAndLabels() {
    assertThat(name(Map.of("logits", array(3, 2), "labels", array(3)))).isEqualTo("classification");
    assertThat(name(Map.of("logits", array(3, 2), "labels", array(3, 2)))).isEqualTo("multilabel");
    assertThat(name(Map.of("logits", array(3, 1), "labels", array(3)))).isEqualTo("regression");
    assertThat(name(Map.of("logits", array(3, 5, 4)))).isEqualTo("tokens");
    assertThat(name(Map.of("logits", array(3, 5, VOCABULARY)))).isEqualTo("masked-lm");
    assertThat(name(Map.of("logits", array(3, 2, VOCABULARY), "target_mapping", array(3, 2, 5))))
        .isEqualTo("permutation-lm");
    assertThat(name(Map.of("prediction_logits", array(3, 5, VOCABULARY))))
        .isEqualTo("pre-training");
  }

  @Test
  void withoutLogitsItIsTheBareBody() {
    assertThat(ReferenceTask.of(Map.of("pooler_output", array(3, 8)), VOCABULARY)).isEmpty();
  }

  private static String name(Map<String, INDArray> expected) {
    return ReferenceTask.of(expected, VOCABULARY).map(TaskHead::name).orElseThrow();
  }

  private static INDArray array(long... shape) {
    return Nd4j.zeros(DataType.FLOAT, shape);
  }
}
