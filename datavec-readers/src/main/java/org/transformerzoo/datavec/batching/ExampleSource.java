package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import org.transformerzoo.datavec.reader.ExampleLocation;

/**
 * Examples by index. What they ask of the model may differ from epoch to epoch, as masks do that
 * are drawn afresh; it depends on index and epoch alone, so that an epoch can be repeated.
 */
public interface ExampleSource extends Serializable {

  /** The number of examples, at least one. */
  int size();

  /** The number of tokens of each example, [size]; where it varies, about that of each epoch. */
  int[] lengths();

  /** The example at an index in 0..size-1 as it is in an epoch counted from 0. */
  TokenizedExample example(int index, long epoch);

  /** Where the example at an index was read. */
  ExampleLocation location(int index);
}
