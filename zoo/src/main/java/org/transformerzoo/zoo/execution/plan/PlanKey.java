package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a plan was compiled for.
 *
 * @param purpose what it does
 * @param outputs the names of the values it computes
 * @param shapes the shape of each input by name
 */
record PlanKey(Purpose purpose, Set<String> outputs, Map<String, List<Long>> shapes) {

  /** What a plan does. */
  enum Purpose {
    /** It computes outputs. */
    OUTPUTS,
    /** It adds gradients to those that are there. */
    ADD_GRADIENTS,
    /** It replaces the gradients that are there. */
    SET_GRADIENTS;

    boolean differentiates() {
      return this != OUTPUTS;
    }
  }

  static PlanKey of(Purpose purpose, Collection<String> outputs, Map<String, INDArray> inputs) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    inputs.forEach(
        (name, array) -> shapes.put(name, Arrays.stream(array.shape()).boxed().toList()));
    return new PlanKey(purpose, Set.copyOf(outputs), shapes);
  }

  /** The shape of each input as ND4J takes it. */
  Map<String, long[]> dimensions() {
    return shapes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().stream().mapToLong(Long::longValue).toArray()));
  }
}
