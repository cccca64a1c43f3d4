package org.transformerzoo.scaleout;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.reader.FileLine;

/** What is computed for the lines of a corpus. It travels to the executors; models do not. */
interface LineWork extends Serializable {

  /** What is ready to compute, in the process that does it. */
  interface Table {

    /** The names of the columns. */
    String header();

    /** The rows of lines that are computed together. */
    List<String> rows(List<FileLine> lines);
  }

  /**
   * Fails if the model of {@code folder} is of the wrong kind, without loading it.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if it is
   */
  void check(Path folder);

  /** Loads the model of {@code folder}. Several threads may use the result. */
  Table load(Path folder);
}
