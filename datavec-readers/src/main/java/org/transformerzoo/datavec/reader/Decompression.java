package org.transformerzoo.datavec.reader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Sees through gzip, which is told by the first bytes of a stream and not by a file's name. */
final class Decompression {

  /** What the name of a compressed file usually ends with. */
  static final String SUFFIX = ".gz";

  private static final int BUFFER = 1 << 16;
  private static final int FIRST_BYTE = 0x1f;
  private static final int SECOND_BYTE = 0x8b;

  private Decompression() {}

  /**
   * The content of a stream.
   *
   * @param in compressed or not; closed with the result
   */
  static InputStream of(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(2);
    boolean compressed = buffered.read() == FIRST_BYTE && buffered.read() == SECOND_BYTE;
    buffered.reset();
    return compressed ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  /** A file's name without the suffix of a compressed one. */
  static String nameWithin(String name) {
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}
