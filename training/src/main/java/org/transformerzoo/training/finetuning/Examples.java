package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.reader.SkippedLines;
import org.transformerzoo.datavec.reader.TextExample;

/**
 * The examples of a file.
 *
 * @param file where they were read
 * @param texts the examples, at least one
 * @param declaredLabels the label names that the columns themselves declare, else empty
 * @param skipped the lines that were left out
 */
public record Examples(
    Path file, List<TextExample> texts, List<String> declaredLabels, SkippedLines skipped) {

  /** Copies the lists. */
  public Examples {
    texts = List.copyOf(texts);
    declaredLabels = List.copyOf(declaredLabels);
  }
}
