package org.transformerzoo.training.inference;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.transformerzoo.zoo.numpy.NpyWriter;

/** Writes {@link VectorFormat#NPY}. */
final class MatrixVectorWriter implements VectorWriter {

  private final NpyWriter matrix;

  MatrixVectorWriter(FileChannel channel, int width) throws IOException {
    this.matrix = new NpyWriter(channel, width);
  }

  @Override
  public void write(long line, float[] vector) throws IOException {
    matrix.append(vector);
  }

  @Override
  public void finish() throws IOException {
    matrix.finish();
  }
}
