package org.transformerzoo.zoo.verification;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.task.PreTraining;
import org.transformerzoo.zoo.task.TaskHead;

/** Reads a model's inputs from a file of expectations. */
final class ReferenceInputs {

  private ReferenceInputs() {}

  /** The names of everything that may be an input in a file of expectations. */
  static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    names.add(TokenInputs.INPUT_IDS);
    names.add(TokenInputs.ATTENTION_MASK);
    names.add(TokenInputs.TOKEN_TYPE_IDS);
    names.add(TaskHead.LABELS);
    names.add(PreTraining.NEXT_SENTENCE_LABEL);
    for (ModelInput input : ModelInput.values()) {
      names.add(input.key());
    }
    return names;
  }

  /** The model whose graphs have the inputs that the file has, of those taken on request. */
  static ModelSpecification fit(ModelSpecification specification, Set<String> keys) {
    Set<ModelInput> inputs = EnumSet.noneOf(ModelInput.class);
    for (ModelInput input : ModelInput.values()) {
      if (input != ModelInput.SHIFTED_LABELS && keys.contains(input.key())) {
        inputs.add(input);
      }
    }
    boolean readsLabels = specification.inputs().contains(ModelInput.SHIFTED_LABELS);
    boolean given = inputs.contains(ModelInput.DECODER_INPUT_IDS);
    if (readsLabels && !given && keys.contains(TaskHead.LABELS)) {
      inputs.add(ModelInput.SHIFTED_LABELS);
    }
    return specification.withInputs(inputs);
  }

  /** The arrays of the file for the placeholders of {@code graph}. */
  static Map<String, INDArray> read(SameDiff graph, Map<String, INDArray> expected) {
    INDArray ids = expected.get(TokenInputs.INPUT_IDS);
    if (ids == null) {
      throw new InvalidModelException(
          "The expectations have no array \"" + TokenInputs.INPUT_IDS + "\"");
    }
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    inputs.put(TokenInputs.ATTENTION_MASK, Nd4j.ones(DataType.INT32, ids.shape()));
    inputs.put(TokenInputs.TOKEN_TYPE_IDS, Nd4j.zeros(DataType.INT32, ids.shape()));
    for (String name : names()) {
      if (expected.containsKey(name)) {
        inputs.put(name, expected.get(name));
      }
    }
    inputs.computeIfPresent(TaskHead.LABELS, (name, labels) -> shaped(graph, labels));
    splitMemories(inputs);
    inputs.keySet().removeIf(name -> !graph.hasVariable(name));
    return inputs;
  }

  /** Memories are recorded as one array, [layers, memory, batch, hidden]. */
  private static void splitMemories(Map<String, INDArray> inputs) {
    INDArray memories = inputs.remove(ModelInput.MEMORIES.key());
    for (long layer = 0; memories != null && layer < memories.size(0); layer++) {
      inputs.put(Transformer.MEMORIES + layer, memories.slice(layer));
    }
  }

  /** A single regression target is recorded as [batch] and taken as [batch, 1]. */
  private static INDArray shaped(SameDiff graph, INDArray labels) {
    boolean column =
        graph.hasVariable(TaskHead.LABELS)
            && graph.getVariable(TaskHead.LABELS).placeholderShape().length == 2;
    return labels.rank() == 1 && column ? labels.reshape(labels.length(), 1) : labels;
  }
}
