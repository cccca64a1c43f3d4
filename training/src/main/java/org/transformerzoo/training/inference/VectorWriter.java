package org.transformerzoo.training.inference;

import java.io.IOException;

/** Writes vectors to a file, one after the other. */
interface VectorWriter {

  /**
   * Adds a vector.
   *
   * @param line of the file that its text was read from
   */
  void write(long line, float[] vector) throws IOException;

  /** Completes the file, which stays open. */
  void finish() throws IOException;
}
