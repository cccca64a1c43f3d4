package org.transformerzoo.datavec.batching;

import java.io.Serializable;

/** How the length of a batch is rounded up, so that few different lengths occur. */
public sealed interface LengthRounding extends Serializable {

  /** The rounded {@code length}, no smaller than it. */
  int of(int length);

  /**
   * To a multiple of a number.
   *
   * @param multiple at least 1
   */
  record ToMultiple(int multiple) implements LengthRounding {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public ToMultiple {
      if (multiple < 1) {
        throw new IllegalArgumentException("multiple is " + multiple + ", expected at least 1");
      }
    }

    @Override
    public int of(int length) {
      long rounded = ((long) length + multiple - 1) / multiple * multiple;
      return (int) Math.min(rounded, Integer.MAX_VALUE);
    }
  }

  /**
   * To a multiple of an eighth of the power of two below the length: no more than an eighth is
   * added, and there are 8 lengths between a power of two and the next, 56 up to 512.
   */
  record ToEighths() implements LengthRounding {

    private static final int STEPS = 8;

    @Override
    public int of(int length) {
      int step = Math.max(1, Integer.highestOneBit(Math.max(1, length)) / STEPS);
      return new ToMultiple(step).of(length);
    }
  }
}
