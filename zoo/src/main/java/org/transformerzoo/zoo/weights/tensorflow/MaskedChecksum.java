package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C as TensorFlow stores it: rotated, so that a checksum of data with checksums is sound. */
final class MaskedChecksum {

  private static final int MASK_DELTA = 0xa282ead8;

  private final CRC32C checksum = new CRC32C();

  /** Adds the remaining bytes of a buffer, which stays as it is. */
  MaskedChecksum update(ByteBuffer bytes) {
    checksum.update(bytes.duplicate());
    return this;
  }

  /** The checksum of what was added. */
  int value() {
    int value = (int) checksum.getValue();
    return Integer.rotateRight(value, 15) + MASK_DELTA;
  }
}
