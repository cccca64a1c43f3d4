package org.transformerzoo.zoo.execution.plan;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/** Sums and products of two tensors of one shape. */
final class ElementwisePatterns {

  private ElementwisePatterns() {}

  static Optional<Operation> add(Operation last, Definitions definitions) {
    return isElementwise(last, "add")
        ? Optional.of(new Add(last.inputs().get(0), last.inputs().get(1), last.outputs().get(0)))
        : Optional.empty();
  }

  static Optional<Operation> multiply(Operation last, Definitions definitions) {
    return isElementwise(last, "multiply")
        ? Optional.of(
            new Multiply(last.inputs().get(0), last.inputs().get(1), last.outputs().get(0)))
        : Optional.empty();
  }

  private static boolean isElementwise(Operation last, String kind) {
    return last instanceof Nd4jOperation operation
        && operation.kind().equals(kind)
        && last.inputs().get(0).sameShape(last.inputs().get(1))
        && last.inputs().get(0).rank() > 0
        && last.inputs().stream().allMatch(input -> input.type() == DataType.FLOAT);
  }
}
