package org.transformerzoo.examples.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;

/** Tells from reference values for which task they were made, where a configuration does not. */
final class ReferenceTask {

  private ReferenceTask() {}

  /**
   * The task head behind {@code expected}, arrays by name; empty for a bare body.
   *
   * @param vocabularySize tells words from other classes of tokens
   */
  static Optional<TaskHead> of(Map<String, INDArray> expected, int vocabularySize) {
    if (expected.containsKey("prediction_logits")) {
      return Optional.of(TaskHeads.named("pre-training", List.of()));
    }
    INDArray logits = expected.get(TaskHead.LOGITS);
    if (logits == null) {
      return Optional.empty();
    }
    int width = Math.toIntExact(logits.size(-1));
    List<String> labels = IntStream.range(0, width).mapToObj(id -> "LABEL_" + id).toList();
    return Optional.of(TaskHeads.named(name(expected, logits, vocabularySize), labels));
  }

  private static String name(Map<String, INDArray> expected, INDArray logits, int vocabularySize) {
    if (expected.containsKey("target_mapping")) {
      return "permutation-lm";
    }
    if (logits.rank() == 3) {
      return logits.size(2) == vocabularySize ? "masked-lm" : "tokens";
    }
    if (logits.size(1) == 1) {
      return "regression";
    }
    INDArray labels = expected.get(TaskHead.LABELS);
    return labels != null && labels.rank() == 2 ? "multilabel" : "classification";
  }
}
