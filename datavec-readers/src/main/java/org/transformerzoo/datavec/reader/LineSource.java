package org.transformerzoo.datavec.reader;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The lines of a UTF-8 stream, with numbers, without byte order mark, and bounded in length. */
final class LineSource implements Closeable {

  private static final int BUFFER = 1 << 16;

  /**
   * A line, or what is wrong with it.
   *
   * @param number counted from 1
   * @param text without line end; empty if there is a problem
   * @param problem null for a sound line
   */
  record Line(long number, String text, String problem) {

    boolean isBlank() {
      return problem == null && text.isBlank();
    }

    /** The text of a sound line. */
    String soundText() throws MalformedLineException {
      if (problem != null) {
        throw new MalformedLineException(problem, number);
      }
      return text;
    }
  }

  private final InputStream in;
  private final int longestLine;
  private final Deque<Line> pushedBack = new ArrayDeque<>();
  private long number;

  LineSource(InputStream in, int longestLine) {
    this(in, longestLine, 0);
  }

  /** A source of lines that follow on {@code before} others. */
  LineSource(InputStream in, int longestLine, long before) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.longestLine = longestLine;
    this.number = before;
  }

  /** A source of this one line. */
  static LineSource of(Line line) {
    LineSource lines = new LineSource(InputStream.nullInputStream(), Integer.MAX_VALUE);
    lines.pushBack(List.of(line));
    return lines;
  }

  /** How many lines have been read. */
  long number() {
    return number;
  }

  int longestLine() {
    return longestLine;
  }

  /** The next line, or null at the end. */
  Line next() throws IOException {
    if (!pushedBack.isEmpty()) {
      return pushedBack.pop();
    }
    int first = in.read();
    if (first < 0) {
      return null;
    }
    number++;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long length = 0;
    for (int b = first; b >= 0 && b != '\n'; b = in.read()) {
      if (++length <= longestLine) {
        bytes.write(b);
      }
    }
    if (length > longestLine) {
      return problem("has " + length + " bytes, expected at most " + longestLine);
    }
    return decode(bytes.toByteArray());
  }

  private Line decode(byte[] bytes) {
    String text;
    try {
      text = StrictText.decode(bytes);
    } catch (MalformedLineException e) {
      return problem(e.getMessage());
    }
    if (number == 1) {
      text = StrictText.withoutMark(text);
    }
    int end = text.endsWith("\r") ? text.length() - 1 : text.length();
    return new Line(number, text.substring(0, end), null);
  }

  private Line problem(String problem) {
    return new Line(number, "", problem);
  }

  /** Gives lines back, to be read again in the order of the list. */
  void pushBack(List<Line> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      pushedBack.push(lines.get(i));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
