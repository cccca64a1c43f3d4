package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.transformerzoo.datavec.reader.SkippedLines;
import org.transformerzoo.datavec.reader.TextExample;

/** The examples of a file, in memory or to be read from it again. */
public sealed interface ExampleData permits Examples, ExampleFile {

  /** Where they were read. */
  Path file();

  /** How many there are, at least one. */
  int count();

  /** All of them, in the order of the file. */
  Iterator<TextExample> all();

  /** The different labels that they have, as written. */
  List<String> labels();

  /** The label names that the columns themselves declare, else empty. */
  List<String> declaredLabels();

  /** The lines that were left out. */
  SkippedLines skipped();
}
