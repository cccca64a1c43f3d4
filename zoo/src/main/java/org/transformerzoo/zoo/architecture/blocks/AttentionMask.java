package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.TokenInputs;

/** Turns a 0/1 mask over tokens into a bias on attention scores. */
public final class AttentionMask {

  /**
   * Finite, because SameDiff's softmax of a row of −∞ is NaN; a hidden key's weight is exactly 0.
   */
  private static final double HIDDEN = -Float.MAX_VALUE;

  private AttentionMask() {}

  /** 0 at tokens and a very negative number at padding, [batch, 1, 1, length]. */
  public static SDVariable bias(SameDiff graph, TokenInputs inputs) {
    SDVariable one = graph.constant(1L);
    SDVariable shape = graph.stack(0, inputs.batch(), one, one, inputs.length());
    SDVariable mask = inputs.attentionMask().castTo(DataType.FLOAT); // [batch, length]
    return graph.reshape(mask.rsub(1.0).mul(HIDDEN), shape); // [batch, 1, 1, length]
  }
}
