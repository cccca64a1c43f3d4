package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reverse-mode differentiation of a list of operations. */
final class Differentiation {

  private Differentiation() {}

  /**
   * Appends to the operations of {@code gradients} those that compute the gradient of {@code loss},
   * times {@code weight}, into the flat gradient buffer.
   *
   * @param loss a scalar
   * @param weight a scalar
   */
  static void append(Gradients gradients, Tensor loss, Tensor weight) {
    List<Operation> forward = new ArrayList<>(gradients.operations());
    gradients.add(loss, weight);
    Collections.reverse(forward);
    for (Operation operation : forward) {
      boolean reached = operation.outputs().stream().anyMatch(o -> gradients.of(o) != null);
      if (reached && operation.inputs().stream().anyMatch(gradients::needed)) {
        operation.differentiate(gradients);
      }
      operation.outputs().forEach(gradients::release);
    }
  }
}
