package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Reverse-mode differentiation of a list of operations. */
final class Differentiation {

  private Differentiation() {}

  /**
   * Appends to {@code operations} those that add the gradient of {@code loss}, times {@code
   * weight}, to the flat gradient buffer.
   *
   * @param loss a scalar
   * @param weight a scalar
   * @param trainable the names of parameters whose gradients are wanted
   */
  static void append(
      List<Operation> operations, Tensor loss, Tensor weight, Predicate<String> trainable) {
    List<Operation> forward = new ArrayList<>(operations);
    Gradients gradients = new Gradients(operations, trainable);
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
