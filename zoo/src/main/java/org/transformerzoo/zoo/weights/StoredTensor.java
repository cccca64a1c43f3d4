package org.transformerzoo.zoo.weights;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * A tensor in a source: what it is, and its bytes.
 *
 * @param description name, type and shape
 * @param bytes the stored elements
 */
public record StoredTensor(TensorDescription description, TensorBytes bytes) {

  /**
   * A tensor that lies in {@code content}, row-major and little-endian.
   *
   * @param subject what messages call the tensor and its file
   * @throws InvalidModelException if that has fewer or more bytes than the tensor
   */
  public static StoredTensor ofBytes(
      String subject, TensorDescription description, ByteBuffer content) {
    checkLength(subject, description, content.remaining());
    int start = content.position();
    return new StoredTensor(
        description,
        (offset, length) ->
            content.slice(start + Math.toIntExact(offset), length).order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * A tensor that lies in a file, row-major and little-endian.
   *
   * @param subject what messages call the tensor and the file that told the place
   * @param begin the first byte in the file
   * @param length the number of bytes that it is said to have
   * @throws InvalidModelException if it needs fewer or more, or if the file does not have them
   */
  public static StoredTensor inFile(
      String subject, TensorDescription description, MappedFile file, long begin, long length) {
    checkLength(subject, description, length);
    if (begin < 0 || length > file.size() || begin > file.size() - length) {
      throw new InvalidModelException(
          "%s takes %d bytes from byte %d of %s, but that has only %d: it is truncated"
              .formatted(subject, length, begin, file, file.size()));
    }
    return new StoredTensor(description, (offset, count) -> file.region(begin + offset, count));
  }

  private static void checkLength(String subject, TensorDescription description, long length) {
    if (length != description.byteLength()) {
      throw new InvalidModelException(
          "%s has %d bytes, but %s of shape %s needs %d"
              .formatted(
                  subject,
                  length,
                  description.type(),
                  description.shape(),
                  description.byteLength()));
    }
  }

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
      floats.written();
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
