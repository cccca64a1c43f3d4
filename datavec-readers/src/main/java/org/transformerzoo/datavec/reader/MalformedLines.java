package org.transformerzoo.datavec.reader;

/** What to do about a line that holds no usable example. */
public enum MalformedLines {
  /** Leave it out, count it, and report it with file and line. */
  COUNT,
  /** Stop with an {@link org.transformerzoo.datavec.InvalidDataException}. */
  FAIL
}
