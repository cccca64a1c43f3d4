package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Numbers the positions of sequences. */
public final class PositionIds {

  private PositionIds() {}

  /** {@code first}, {@code first} + 1 … in each row: int32, of the shape of {@code ids}. */
  public static SDVariable counted(SameDiff graph, SDVariable ids, int first) {
    // SameDiff sums floats only; lengths are far below the integers that float32 loses.
    SDVariable ones = graph.onesLike(ids.castTo(DataType.FLOAT)); // [batch, length]
    SDVariable numbers = graph.cumsum(ones, true, false, 1); // [batch, length], from 0
    return (first == 0 ? numbers : numbers.add((double) first)).castTo(DataType.INT32);
  }

  /**
   * The tokens of each row counted from {@code pad} + 1; padding has the position {@code pad}:
   * int32, of the shape of {@code ids}.
   */
  public static SDVariable ofTokens(SameDiff graph, SDVariable ids, int pad) {
    SDVariable tokens = graph.neq(ids, pad).castTo(DataType.FLOAT); // [batch, length]
    SDVariable numbers = graph.cumsum(tokens, false, false, 1).mul(tokens);
    return numbers.add((double) pad).castTo(DataType.INT32);
  }
}
