package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.transformerzoo.datavec.reader.SkippedLines;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRecordReader;

/**
 * Examples that were read once, to know what there is, and are not kept.
 *
 * @param file where they were read
 * @param count how many there are
 * @param labels the different labels, where they are names of classes
 * @param declaredLabels the label names that the columns themselves declare, else empty
 * @param skipped the lines that were left out
 * @param opener reads them again from the beginning
 */
record ExampleFile(
    Path file,
    int count,
    List<String> labels,
    List<String> declaredLabels,
    SkippedLines skipped,
    Supplier<TextRecordReader> opener)
    implements ExampleData {

  @Override
  public Iterator<TextExample> all() {
    return opener.get().examples(); // the reader closes the file at its end
  }
}
