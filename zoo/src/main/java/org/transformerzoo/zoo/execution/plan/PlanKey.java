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
 * @param differentiated the rows of lookups whose gradients it computes beside its outputs
 * @param shapes the shape of each input by name
 * @param labels how many rows have a label that counts, at most, by the name of the input that
 *     holds the labels; none where all may have one
 */
record PlanKey(
    Purpose purpose,
    Set<String> outputs,
    Set<String> differentiated,
    Map<String, List<Long>> shapes,
    Map<String, Long> labels) {

  /** What a plan does. */
  enum Purpose {
    /** It computes outputs. */
    OUTPUTS,
    /** It computes outputs with dropout, as plans for gradients do on their way. */
    MASKED_OUTPUTS,
    /** It adds gradients to those that are there. */
    ADD_GRADIENTS,
    /** It replaces the gradients that are there. */
    SET_GRADIENTS,
    /** It computes outputs and the gradients of looked-up rows, and none of parameters. */
    ROW_GRADIENTS;

    /** Whether dropout masks are drawn, and operations are kept as gradients need them. */
    boolean trains() {
      return this != OUTPUTS;
    }
  }

  /** A plan that computes the gradients of no rows. */
  PlanKey(Purpose purpose, Set<String> outputs, Map<String, List<Long>> shapes) {
    this(purpose, outputs, Set.of(), shapes, Map.of());
  }

  static PlanKey of(Purpose purpose, Collection<String> outputs, Map<String, INDArray> inputs) {
    return new PlanKey(purpose, Set.copyOf(outputs), shapes(inputs));
  }

  static PlanKey ofRows(
      Collection<String> outputs, Collection<String> lookups, Map<String, INDArray> inputs) {
    return new PlanKey(
        Purpose.ROW_GRADIENTS, Set.copyOf(outputs), Set.copyOf(lookups), shapes(inputs), Map.of());
  }

  /** The same for batches with as many labels that count. */
  PlanKey with(Map<String, Long> counts) {
    return new PlanKey(purpose, outputs, differentiated, shapes, counts);
  }

  private static Map<String, List<Long>> shapes(Map<String, INDArray> inputs) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    inputs.forEach(
        (name, array) -> shapes.put(name, Arrays.stream(array.shape()).boxed().toList()));
    return shapes;
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
