package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Whole numbers of seven bits a byte, the lowest first. */
final class Varint {

  private Varint() {}

  /**
   * Reads a number; one beyond the range of a long comes out wrong, perhaps negative.
   *
   * @throws BufferUnderflowException if it does not end
   */
  static long read(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }
}
