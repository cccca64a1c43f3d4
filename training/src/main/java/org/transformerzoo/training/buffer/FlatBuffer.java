package org.transformerzoo.training.buffer;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.weights.DenseFloats;

/**
 * A flat float32 array that is read and written in blocks. Blocks are copied between native memory
 * and Java arrays, where the compiler turns plain loops into vector instructions; a block that fits
 * the cache makes the copies nearly free.
 */
public final class FlatBuffer {

  /** Floats that one direct buffer covers; a direct buffer cannot cover more than 2^31 bytes. */
  private static final int WINDOW = 1 << 28;

  private final INDArray array;
  private final DenseFloats floats;
  private final FloatBuffer[] windows;

  private FlatBuffer(INDArray array) {
    this.array = array;
    this.floats = DenseFloats.of(array);
    this.windows = windows(floats);
  }

  /** The memory of {@code array}, float32, dense, of any shape. */
  public static FlatBuffer of(INDArray array) {
    return new FlatBuffer(array);
  }

  /** A buffer of {@code length} zeros. */
  public static FlatBuffer zeros(long length) {
    return new FlatBuffer(Nd4j.zeros(DataType.FLOAT, length));
  }

  private static FloatBuffer[] windows(DenseFloats floats) {
    FloatBuffer[] windows = new FloatBuffer[Math.toIntExact((floats.length() - 1) / WINDOW + 1)];
    for (int i = 0; i < windows.length; i++) {
      long start = (long) i * WINDOW;
      int count = (int) Math.min(WINDOW, floats.length() - start);
      windows[i] = floats.bytes(start, count).asFloatBuffer();
    }
    return windows;
  }

  /** The array itself. */
  public INDArray array() {
    return array;
  }

  /** The number of floats. */
  public long length() {
    return array.length();
  }

  /** Copies {@code count} floats from {@code start} on to the beginning of {@code target}. */
  public void read(long start, float[] target, int count) {
    floats.refresh();
    int done = 0;
    while (done < count) {
      FloatBuffer window = window(start + done);
      int position = position(start + done);
      int part = Math.min(count - done, window.capacity() - position);
      window.get(position, target, done, part);
      done += part;
    }
  }

  /** Copies the first {@code count} floats of {@code source} to {@code start} and on. */
  public void write(long start, float[] source, int count) {
    int done = 0;
    while (done < count) {
      FloatBuffer window = window(start + done);
      int position = position(start + done);
      int part = Math.min(count - done, window.capacity() - position);
      window.put(position, source, done, part);
      done += part;
    }
    floats.written();
  }

  private FloatBuffer window(long index) {
    return windows[(int) (index / WINDOW)];
  }

  private static int position(long index) {
    return (int) (index % WINDOW);
  }
}
