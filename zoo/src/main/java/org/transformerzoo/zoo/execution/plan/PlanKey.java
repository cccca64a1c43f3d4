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
 * @param gradient whether it adds gradients
 * @param outputs the names of the values it computes
 * @param shapes the shape of each input by name
 */
record PlanKey(boolean gradient, Set<String> outputs, Map<String, List<Long>> shapes) {

  static PlanKey of(boolean gradient, Collection<String> outputs, Map<String, INDArray> inputs) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    inputs.forEach(
        (name, array) -> shapes.put(name, Arrays.stream(array.shape()).boxed().toList()));
    return new PlanKey(gradient, Set.copyOf(outputs), shapes);
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
