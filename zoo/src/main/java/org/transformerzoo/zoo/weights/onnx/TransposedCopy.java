package org.transformerzoo.zoo.weights.onnx;

import java.nio.ByteBuffer;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.TensorBytes;
import org.transformerzoo.zoo.weights.TensorDescription;

/** Whether a matrix is the transpose of another, as exporters store tied weights. */
final class TransposedCopy {

  /** Rows that are compared at once: few enough for the processor's cache. */
  private static final int BLOCK = 64;

  private final StoredTensor tall;
  private final StoredTensor wide;
  private final int size;
  private final long rows;
  private final long columns;

  private TransposedCopy(StoredTensor tall, StoredTensor wide) {
    this.tall = tall;
    this.wide = wide;
    this.size = tall.description().type().bytes();
    this.rows = tall.description().shape().get(0);
    this.columns = tall.description().shape().get(1);
  }

  /** Compares the stored bytes, block by block; no more than that is held in memory. */
  static boolean is(StoredTensor one, StoredTensor other) {
    TensorDescription a = one.description();
    TensorDescription b = other.description();
    boolean fits =
        a.type() == b.type()
            && a.shape().size() == 2
            && b.shape().size() == 2
            && a.shape().get(0).equals(b.shape().get(1))
            && a.shape().get(1).equals(b.shape().get(0));
    return fits && a.length() > 0 && new TransposedCopy(one, other).isEqual();
  }

  private boolean isEqual() {
    long rowBytes = columns * size;
    if (rowBytes > TensorBytes.LARGEST_REGION / BLOCK) {
      return false; // no embedding is that wide
    }
    for (long first = 0; first < rows; first += BLOCK) {
      int count = (int) Math.min(BLOCK, rows - first);
      if (!isEqual(first, count)) {
        return false;
      }
    }
    return true;
  }

  private boolean isEqual(long firstRow, int count) {
    int width = (int) columns * size;
    ByteBuffer some = tall.bytes().region(firstRow * width, count * width);
    for (int column = 0; column < columns; column++) {
      ByteBuffer row = wide.bytes().region((column * rows + firstRow) * size, count * size);
      for (int i = 0; i < count; i++) {
        if (!isEqual(some, i * width + column * size, row, i * size)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isEqual(ByteBuffer one, int at, ByteBuffer other, int there) {
    if (size == Float.BYTES) {
      return one.getInt(one.position() + at) == other.getInt(other.position() + there);
    }
    for (int i = 0; i < size; i++) {
      if (one.get(one.position() + at + i) != other.get(other.position() + there + i)) {
        return false;
      }
    }
    return true;
  }
}
