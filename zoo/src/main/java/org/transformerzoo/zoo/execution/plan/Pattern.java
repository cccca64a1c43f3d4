package org.transformerzoo.zoo.execution.plan;

import java.util.Optional;

/** Recognises a group of operations by its last one. */
@FunctionalInterface
interface Pattern {

  /**
   * An operation that computes the results of {@code last} from the inputs of the whole group, if
   * this pattern is there. The others of the group stay for whoever else reads their results, and
   * vanish if nobody does.
   */
  Optional<Operation> match(Operation last, Definitions definitions);

  /** Two tensors in either order. */
  record Pair(Tensor first, Tensor second) {
    Pair swapped() {
      return new Pair(second, first);
    }
  }
}
