package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.TokenInputs;

/** Says by a bias on attention scores which keys a query must not see. */
public final class AttentionMask {

  /**
   * Finite, because SameDiff's softmax of a row of −∞ is NaN; a hidden key's weight is exactly 0.
   */
  private static final double HIDDEN = -Float.MAX_VALUE;

  private AttentionMask() {}

  /** 0 at tokens and a very negative number at padding, [batch, 1, 1, length]. */
  public static SDVariable bias(SameDiff graph, TokenInputs inputs) {
    return bias(graph, inputs.attentionMask(), inputs.positions());
  }

  /** As {@link #bias(SameDiff, TokenInputs)}, of {@code tokens}, [batch, length]. */
  public static SDVariable bias(SameDiff graph, SDVariable tokens, Positions positions) {
    SDVariable one = graph.constant(1L);
    SDVariable shape = graph.stack(0, positions.batch(), one, one, positions.length());
    SDVariable mask = tokens.castTo(DataType.FLOAT); // [batch, length]
    return graph.reshape(mask.rsub(1.0).mul(HIDDEN), shape); // [batch, 1, 1, length]
  }

  /** 0 at a position and before it, a very negative number after it, [1, 1, length, length]. */
  public static SDVariable causal(SameDiff graph, SDVariable length) {
    SDVariable one = graph.constant(1L);
    SDVariable numbers = graph.range(graph.constant(0L), length, one, DataType.INT64); // [length]
    SDVariable queries = graph.reshape(numbers, -1, 1); // [length, 1]
    SDVariable keys = graph.reshape(numbers, 1, -1); // [1, length]
    SDVariable future = graph.gt(keys, queries).castTo(DataType.FLOAT); // [length, length]
    return graph.reshape(future.mul(HIDDEN), graph.stack(0, one, one, length, length));
  }
}
