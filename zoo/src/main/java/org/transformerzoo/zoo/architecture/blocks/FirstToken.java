package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;

/** Selects the first position of each sequence. */
public final class FirstToken {

  private FirstToken() {}

  /** {@code hiddenState}, [batch, length, hidden], at position 0: [batch, hidden]. */
  public static SDVariable of(SDVariable hiddenState) {
    return hiddenState.get(SDIndex.all(), SDIndex.point(0), SDIndex.all());
  }
}
