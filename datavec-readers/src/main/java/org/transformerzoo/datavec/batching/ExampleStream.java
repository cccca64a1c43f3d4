package org.transformerzoo.datavec.batching;

import java.util.function.Supplier;
import org.transformerzoo.datavec.reader.TextRecordReader;

/**
 * Examples that are read anew in each epoch and never held in memory all at once.
 *
 * @param size how many there are, at least 1
 * @param opener opens them at the beginning
 */
public record ExampleStream(int size, Supplier<TextRecordReader> opener) {

  /** Checks the size. */
  public ExampleStream {
    if (size < 1) {
      throw new IllegalArgumentException("a stream needs at least one example");
    }
  }
}
