package org.transformerzoo.training.inference;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Writes {@link VectorFormat#TSV}. */
final class LineVectorWriter implements VectorWriter {

  private final Writer lines;

  LineVectorWriter(FileChannel channel, int width) throws IOException {
    this.lines = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    lines.write(VectorLines.header(width) + "\n");
  }

  @Override
  public void write(long line, float[] vector) throws IOException {
    lines.write(VectorLines.row(line, vector) + "\n");
  }

  @Override
  public void finish() throws IOException {
    lines.flush();
  }
}
