package org.transformerzoo.training.finetuning;

import java.nio.file.Path;

/**
 * What a card says about data.
 *
 * @param file the file or folder
 * @param examples how many it gave
 * @param malformedLines lines that were left out
 */
record DataFile(Path file, long examples, long malformedLines) {

  static DataFile of(ExampleData examples) {
    return new DataFile(examples.file(), examples.count(), examples.skipped().count());
  }
}
