package org.transformerzoo.zoo.execution.plan;

import java.util.Map;
import java.util.Optional;

/**
 * An operation whose result at one position depends on some of its inputs at that position alone,
 * so that {@link UnreadPositions} can leave out the others.
 */
interface Positionwise extends Operation {

  /** A tensor at one position: [sequences, width]. */
  @FunctionalInterface
  interface Narrowing {
    Tensor of(Tensor all, OnePosition position);
  }

  /** What it computes; other outputs are its own notes. */
  Tensor result();

  /**
   * The inputs of which it reads one position for the result at {@code position}, and which; it
   * reads the others in whole. Empty if its result has no such positions.
   */
  Optional<Map<Tensor, OnePosition>> reads(OnePosition position);

  /** The same operation for {@code position} alone, with a result of its own. */
  Positionwise at(OnePosition position, Narrowing narrowing);
}
