package org.transformerzoo.training.inference;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Scales the rows of a matrix to the length 1. */
public final class UnitVectors {

  /** Where a length of 0 would be divided by; such a row stays 0. */
  private static final double SMALLEST_LENGTH = 1e-12;

  private UnitVectors() {}

  /**
   * A copy of {@code rows}, [rows, width], with rows of the Euclidean length 1; zeros stay zeros.
   */
  public static INDArray of(INDArray rows) {
    INDArray lengths = Transforms.max(rows.norm2(true, 1), SMALLEST_LENGTH); // [rows, 1]
    return rows.div(lengths);
  }
}
