package org.transformerzoo.zoo.weights;

import java.util.List;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * What a source says about one of its tensors.
 *
 * @param name its name in the source
 * @param type its element type as stored
 * @param shape its dimensions, none negative; empty for a scalar
 */
public record TensorDescription(String name, StoredType type, List<Long> shape) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a dimension is negative, or if there are more bytes than a
   *     long can count
   */
  public TensorDescription {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(dimension -> dimension < 0)) {
      throw new IllegalArgumentException("has a negative dimension in its shape " + shape);
    }
    try {
      Math.multiplyExact(product(shape), (long) type.bytes());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("has an impossibly large shape " + shape, e);
    }
  }

  /**
   * The description of a tensor in a file.
   *
   * @param subject what messages call the tensor and its file
   * @throws InvalidModelException if the shape is impossible
   */
  public static TensorDescription inFile(
      String subject, String name, StoredType type, List<Long> shape) {
    try {
      return new TensorDescription(name, type, shape);
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(subject + " " + e.getMessage(), e);
    }
  }

  /** The number of elements. */
  public long length() {
    return product(shape);
  }

  /** The number of bytes that the elements take in the source. */
  public long byteLength() {
    return length() * type.bytes();
  }

  private static long product(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
