package org.transformerzoo.datavec.reader;

/** Whether the first line of a delimited file names the columns. */
public enum Header {
  /**
   * Decided by looking: there is a header if a column is asked for by name, if a used column of the
   * first line holds a customary name ("sentence", "label", ...), or if its label is not a number
   * where the second line's is.
   */
  AUTO,
  /** The first line names the columns. */
  PRESENT,
  /** The first line is data. */
  ABSENT
}
