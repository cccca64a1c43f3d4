package org.transformerzoo.datavec.batching;

import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.transformerzoo.datavec.reader.ExampleLocation;

/**
 * Batches of examples, laid out as {@link BatchLayout} says. One pass is an epoch; {@link #reset()}
 * goes on to the next one. The batches of an epoch depend only on the data, the settings, the seed
 * and the number of the epoch, so that an iterator that {@link #startAt starts at} a position
 * yields exactly what another one yields that came there.
 *
 * <p>The example metadata of each batch are the {@link ExampleLocation}s of its rows.
 */
public abstract sealed class BatchIterator implements MultiDataSetIterator, AutoCloseable
    permits DatasetBatches, StreamBatches, ReadAhead {

  private MultiDataSetPreProcessor preProcessor;
  private long epoch;
  private int upcoming;

  BatchIterator() {}

  /** Starts the settings of batches of a dataset whose examples can be read in any order. */
  public static DatasetBatches.Builder builder() {
    return new DatasetBatches.Builder();
  }

  /** The number of batches in an epoch, a last short one included; the same in each. */
  public abstract int batchesPerEpoch();

  /** The number of examples in an epoch. */
  public abstract int examplesPerEpoch();

  /** Prepares to read the batch at a position, and those behind it, in this epoch. */
  abstract void goTo(BatchPosition position);

  /** Reads the next batch of the epoch. */
  abstract MultiDataSet read();

  /** Whether all batches but the last of an epoch have so many examples. */
  abstract boolean hasBatchesOf(int examples);

  /**
   * Goes to a position.
   *
   * @throws IllegalArgumentException if the epoch has fewer batches
   */
  public final void startAt(BatchPosition position) {
    int count = batchesPerEpoch();
    if (position.batch() > count) {
      throw new IllegalArgumentException(
          "batch " + position.batch() + " is beyond the " + count + " batches of an epoch");
    }
    goTo(position);
    epoch = position.epoch();
    upcoming = position.batch();
  }

  /** The position of the batch that {@link #next()} would yield. */
  public final BatchPosition position() {
    return new BatchPosition(epoch, upcoming);
  }

  @Override
  public final boolean hasNext() {
    return upcoming < batchesPerEpoch();
  }

  @Override
  public final MultiDataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " is over; reset() begins the next one");
    }
    MultiDataSet batch = read();
    upcoming++;
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  /** The next batch; its size is settled, so only that size can be asked for. */
  @Override
  public final MultiDataSet next(int examples) {
    if (!hasBatchesOf(examples)) {
      throw new UnsupportedOperationException(
          "batches of %d were asked for, this iterator has others".formatted(examples));
    }
    return next();
  }

  /** Begins the next epoch, or stays at the beginning of this one if none of it was used. */
  @Override
  public final void reset() {
    if (upcoming > 0) {
      startAt(new BatchPosition(epoch + 1, 0));
    }
  }

  @Override
  public final boolean resetSupported() {
    return true;
  }

  @Override
  public final boolean asyncSupported() {
    return true;
  }

  @Override
  public final void setPreProcessor(MultiDataSetPreProcessor newPreProcessor) {
    preProcessor = newPreProcessor;
  }

  @Override
  public final MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** Lets go of what the batches are read from. */
  @Override
  public void close() {}
}
