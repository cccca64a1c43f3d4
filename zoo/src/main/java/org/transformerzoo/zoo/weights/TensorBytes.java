package org.transformerzoo.zoo.weights;

import java.nio.ByteBuffer;

/** The stored elements of a tensor, row-major and little-endian, in regions of a chosen size. */
@FunctionalInterface
public interface TensorBytes {

  /** The largest region that is ever asked for, in bytes. */
  int LARGEST_REGION = 1 << 24;

  /**
   * A part of the bytes.
   *
   * @param offset first byte, counted from the start of the tensor
   * @param length number of bytes, at most {@link #LARGEST_REGION}
   * @return a little-endian buffer with exactly {@code length} bytes remaining
   * @throws org.transformerzoo.zoo.InvalidModelException if they cannot be read
   */
  ByteBuffer region(long offset, int length);
}
