package org.transformerzoo.datavec.batching;

import java.io.Serializable;

/**
 * A place in the sequence of batches, to go on from later.
 *
 * @param epoch counted from 0
 * @param batch within the epoch, counted from 0; equal to the number of batches at the epoch's end
 */
public record BatchPosition(long epoch, int batch) implements Serializable {

  /** Where everything begins. */
  public static final BatchPosition START = new BatchPosition(0, 0);

  /** Checks the numbers. */
  public BatchPosition {
    if (epoch < 0 || batch < 0) {
      throw new IllegalArgumentException(
          "epoch " + epoch + " and batch " + batch + ", expected both to be at least 0");
    }
  }
}
