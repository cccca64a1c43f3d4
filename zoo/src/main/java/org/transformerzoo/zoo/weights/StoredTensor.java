package org.transformerzoo.zoo.weights;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor in a source: what it is, and its bytes.
 *
 * @param description name, type and shape
 * @param bytes the stored elements
 */
public record StoredTensor(TensorDescription description, TensorBytes bytes) {

  /**
   * Copies the elements, converted to float32, block by block.
   *
   * @param destination float32, dense and 'c'-ordered, of the same number of elements
   * @throws IllegalArgumentException if {@code destination} is anything else
   */
  public void copyTo(INDArray destination) {
    DenseFloats floats = DenseFloats.of(destination);
    if (floats.length() != description.length()) {
      throw new IllegalArgumentException(
          "The destination of %s holds %d values, expected %d"
              .formatted(description.name(), floats.length(), description.length()));
    }
    try {
      copyTo(floats);
    } finally {
      Reference.reachabilityFence(floats); // the direct buffers do not keep the memory alive
    }
  }

  private void copyTo(DenseFloats floats) {
    int size = description.type().bytes();
    long block = TensorBytes.LARGEST_REGION / size;
    for (long start = 0; start < floats.length(); start += block) {
      int count = (int) Math.min(block, floats.length() - start);
      FloatConversion.convert(
          description.type(), bytes.region(start * size, count * size), floats.bytes(start, count));
    }
  }
}
