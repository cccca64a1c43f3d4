package org.transformerzoo.zoo.verification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.task.PreTraining;
import org.transformerzoo.zoo.task.TaskHead;

/** What a graph computes that a file of expectations may hold. */
final class ReferenceOutputs {

  private ReferenceOutputs() {}

  /**
   * The graph's outputs by their name in the file; an output with several parts, one per layer, is
   * a list of them.
   *
   * @param inputs the names of the inputs at hand
   */
  static Map<String, List<String>> of(ModelGraph graph, Set<String> inputs) {
    Map<String, List<String>> outputs = new LinkedHashMap<>();
    graph
        .transformer()
        .observations()
        .forEach((key, parts) -> outputs.put(key, parts.stream().map(SDVariable::name).toList()));
    outputs.put("sequence_output", List.of(graph.transformer().lastHiddenState().name()));
    SameDiff variables = graph.executable().graph();
    addIfThere(variables, outputs, ModelGraph.POOLED, ModelGraph.POOLED);
    addIfThere(variables, outputs, TaskHead.LOGITS, TaskHead.LOGITS);
    addIfThere(variables, outputs, "prediction_logits", TaskHead.LOGITS);
    addIfThere(
        variables, outputs, PreTraining.NEXT_SENTENCE_LOGITS, PreTraining.NEXT_SENTENCE_LOGITS);
    if (hasLoss(graph, inputs)) {
      outputs.put(TaskHead.LOSS, List.of(TaskHead.LOSS));
    }
    return outputs;
  }

  /** Whether the inputs hold every label that the loss needs. */
  static boolean hasLoss(ModelGraph graph, Set<String> inputs) {
    SameDiff variables = graph.executable().graph();
    return graph.hasTask()
        && inputs.contains(TaskHead.LABELS)
        && (!variables.hasVariable(PreTraining.NEXT_SENTENCE_LABEL)
            || inputs.contains(PreTraining.NEXT_SENTENCE_LABEL));
  }

  private static void addIfThere(
      SameDiff graph, Map<String, List<String>> outputs, String key, String name) {
    if (graph.hasVariable(name)) {
      outputs.put(key, List.of(name));
    }
  }
}
