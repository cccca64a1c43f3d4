package org.transformerzoo.zoo.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes a float32 matrix as NumPy's {@code .npy} (format 1.0) row by row: what was written need
 * not be kept, and how many rows come need not be known before {@link #finish}.
 */
public final class NpyWriter {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** With magic and length: room for any number of rows, and a multiple of 64 as NumPy asks. */
  private static final int HEADER_BYTES = 128;

  private final FileChannel channel;
  private final ByteBuffer row;
  private final int width;
  private long rows;

  /**
   * Begins a matrix at the start of {@code channel}.
   *
   * @param width entries of each row, at least 1
   * @throws IOException if the channel cannot be written
   */
  public NpyWriter(FileChannel channel, int width) throws IOException {
    this.channel = channel;
    this.width = width;
    this.row = ByteBuffer.allocate(Math.multiplyExact(width, Float.BYTES));
    row.order(ByteOrder.LITTLE_ENDIAN);
    writeHeader();
  }

  /**
   * Adds a row of {@code width} entries.
   *
   * @throws IllegalArgumentException if there are more or fewer
   * @throws IOException if the channel cannot be written
   */
  public void append(float[] values) throws IOException {
    if (values.length != width) {
      throw new IllegalArgumentException(
          "a row has " + values.length + " entries, expected " + width);
    }
    row.clear();
    row.asFloatBuffer().put(values);
    writeFully(row, HEADER_BYTES + rows * row.capacity());
    rows++;
  }

  /**
   * Writes how many rows there are; nothing is to be appended afterwards.
   *
   * @throws IOException if the channel cannot be written
   */
  public void finish() throws IOException {
    writeHeader();
  }

  private void writeHeader() throws IOException {
    String description =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, width);
    int length = HEADER_BYTES - MAGIC.length - Short.BYTES;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) length);
    String padded = description + " ".repeat(length - 1 - description.length()) + "\n";
    header.put(padded.getBytes(StandardCharsets.US_ASCII)).flip();
    writeFully(header, 0);
  }

  private void writeFully(ByteBuffer bytes, long position) throws IOException {
    long start = position - bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, start + bytes.position());
    }
  }
}
