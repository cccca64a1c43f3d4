package org.transformerzoo.scaleout;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.transformerzoo.training.inference.LineWindows;

/**
 * The lines of a section: from the first window of lines that begins in it to the end of the last
 * one. So every line of a file is in one section, and the windows are those of a reader of the
 * whole file.
 */
final class SectionStream extends InputStream {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final long end;
  private long position;
  private long line;
  private boolean ended;

  /**
   * Skips to the first window of the section.
   *
   * @param in the file, from {@link #firstByte} on
   * @param headerLines lines at the beginning of the file that are passed over
   */
  SectionStream(InputStream in, Section section, long headerLines) throws IOException {
    this.in = new BufferedInputStream(in, BUFFER);
    this.end = section.end();
    this.position = firstByte(section);
    this.line = section.linesBefore() + 1;
    if (section.start() > 0) {
      skipToWindow();
    }
    while (line <= headerLines && !ended) {
      read();
    }
  }

  /** Where the stream of a section has to begin: with the byte that may end the line before it. */
  static long firstByte(Section section) {
    return Math.max(0, section.start() - 1);
  }

  private void skipToWindow() throws IOException {
    // A line end right before the section was counted with what is before it.
    int before = in.read();
    position++;
    boolean atLineStart = before == '\n';
    while (!ended && !(atLineStart && startsWindow())) {
      atLineStart = advance() == '\n';
    }
    if (position >= end) {
      ended = true;
    }
  }

  private boolean startsWindow() {
    return (line - 1) % LineWindows.LINES == 0;
  }

  private int advance() throws IOException {
    int next = in.read();
    if (next < 0) {
      ended = true;
    } else {
      position++;
      line += next == '\n' ? 1 : 0;
    }
    return next;
  }

  /** The number of the line that comes next, counted from 1. */
  long line() {
    return line;
  }

  @Override
  public int read() throws IOException {
    if (ended) {
      return -1;
    }
    int next = advance();
    if (next == '\n' && startsWindow() && position >= end) {
      ended = true;
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int count = 0;
    while (count < length) {
      int next = read();
      if (next < 0) {
        return count == 0 && length > 0 ? -1 : count;
      }
      bytes[offset + count++] = (byte) next;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
