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
}
