package org.transformerzoo.zoo.weights;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of a dense float32 array in 'c' order, which may be a view at an offset in a buffer of
 * more than 2^31 bytes, as direct buffers.
 *
 * <p>A buffer does not keep the memory alive: hold on to the array while one is in use.
 */
public final class DenseFloats {

  private final INDArray array;

  private DenseFloats(INDArray array) {
    this.array = array;
  }

  /**
   * The memory of {@code array}.
   *
   * @throws IllegalArgumentException if it is not float32, or is not {@link #isDense dense}
   */
  public static DenseFloats of(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !isDense(array)) {
      throw new IllegalArgumentException(
          "Expected a dense float32 array in 'c' order, found " + array.shapeInfoToString());
    }
    return new DenseFloats(array);
  }

  /** Brings the memory up to date where a GPU computes and has a copy of its own. */
  public void refresh() {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
  }

  /** Declares that the memory was written to, so that a copy on a GPU is out of date. */
  public void written() {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /** Whether the elements of {@code array} lie one after the other in row-major order. */
  public static boolean isDense(INDArray array) {
    if (array.isEmpty()) {
      return true;
    }
    long expected = 1;
    for (int dimension = array.rank() - 1; dimension >= 0; dimension--) {
      // the stride of a dimension of size one is never used
      if (array.size(dimension) != 1 && array.stride(dimension) != expected) {
        return false;
      }
      expected *= array.size(dimension);
    }
    return true;
  }

  /** The number of values. */
  public long length() {
    return array.isEmpty() ? 0 : array.length();
  }

  /**
   * The memory of {@code count} values from the one at {@code start}, in native byte order.
   *
   * @param count at most 2^29 - 1, so that the bytes can be counted by an int
   * @throws IndexOutOfBoundsException if there are no such values
   */
  public ByteBuffer bytes(long start, int count) {
    if (start < 0 || count < 0 || start + count > length() || count > Integer.MAX_VALUE / 4) {
      throw new IndexOutOfBoundsException(
          "%d values from %d of %d".formatted(count, start, length()));
    }
    if (count == 0) {
      return ByteBuffer.allocateDirect(0);
    }
    refresh();
    Pointer base = array.data().pointer();
    long first = array.offset() + start;
    return new FloatPointer(base).position(first).limit(first + count).asByteBuffer();
  }
}
