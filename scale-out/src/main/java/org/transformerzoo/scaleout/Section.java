package org.transformerzoo.scaleout;

import java.io.Serializable;

/**
 * A range of a file's bytes. It stands for the windows of lines that begin in it.
 *
 * @param start its first byte
 * @param end the byte behind its last one
 * @param linesBefore how many lines end before it
 */
record Section(long start, long end, long linesBefore) implements Serializable {

  /** A whole file, which cannot be cut. */
  static Section whole() {
    return new Section(0, Long.MAX_VALUE, 0);
  }

  Section after(long lines) {
    return new Section(start, end, lines);
  }
}
