package org.transformerzoo.zoo.execution.plan;

import java.util.Map;
import java.util.Optional;

/**
 * An operation of which each row of the result depends on the same row of some of its inputs and no
 * other, so that {@link UnreadRows} can leave out rows that nobody reads.
 */
interface Rowwise extends Operation {

  /** The rows of a tensor that are read: [count, width]. */
  @FunctionalInterface
  interface Narrowing {
    /** What {@code selection} takes of {@code all}. */
    Tensor of(Tensor all, RowSelection selection);
  }

  /** What it computes; other outputs are its own notes. */
  Tensor result();

  /**
   * The inputs of which it reads some rows only for {@code selection} of the result, and which; it
   * reads the others in whole. Empty if it cannot leave out rows.
   */
  Optional<Map<Tensor, RowSelection>> reads(RowSelection selection);

  /** The same operation for {@code selection} alone, with a result of its own. */
  Rowwise at(RowSelection selection, Narrowing narrowing);
}
