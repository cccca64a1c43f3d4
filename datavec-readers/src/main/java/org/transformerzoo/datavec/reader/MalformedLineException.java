package org.transformerzoo.datavec.reader;

/**
 * A line that holds no usable example. The message continues a sentence that begins with the file
 * and the line: "has 3 columns, ...".
 */
final class MalformedLineException extends Exception {

  /** No line of its own: the problem is on the line where the record began. */
  static final long AT_RECORD = -1;

  private final long line;

  MalformedLineException(String found) {
    this(found, AT_RECORD);
  }

  MalformedLineException(String found, long line) {
    super(found);
    this.line = line;
  }

  /** The line of the problem, counted from 1, or {@link #AT_RECORD}. */
  long line() {
    return line;
  }
}
