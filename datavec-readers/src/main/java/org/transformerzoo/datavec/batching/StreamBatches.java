package org.transformerzoo.datavec.batching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRecordReader;

/**
 * Batches of examples that are read from their file in each epoch anew, shuffled in a bounded
 * buffer and tokenized on all cores; memory does not grow with the file. To start in the middle of
 * an epoch, what comes before is read again, but not tokenized.
 */
public final class StreamBatches extends BatchIterator {

  private final ExampleStream stream;
  private final ExampleTokenizer tokenizer;
  private final int batchSize;
  private final int shuffleBuffer;
  private final long seed;
  private final Padding padding;
  private final Deque<TokenizedExample> ready = new ArrayDeque<>();
  private TextRecordReader reader;
  private Iterator<TextExample> texts;
  private BatchPosition start = BatchPosition.START;

  /**
   * Batches of a stream.
   *
   * @param batchSize examples in a batch, at least 1
   * @param shuffleBuffer examples that are at hand to draw one from, at least 1, with which they
   *     come in their order
   * @param seed of the shuffling
   * @throws IllegalArgumentException if {@code batchSize} or {@code shuffleBuffer} is less than 1
   */
  public StreamBatches(
      ExampleStream stream,
      ExampleTokenizer tokenizer,
      int batchSize,
      int shuffleBuffer,
      long seed,
      Padding padding) {
    if (batchSize < 1 || shuffleBuffer < 1) {
      throw new IllegalArgumentException(
          "batchSize is %d and shuffleBuffer is %d, expected at least 1"
              .formatted(batchSize, shuffleBuffer));
    }
    this.stream = stream;
    this.tokenizer = tokenizer;
    this.batchSize = batchSize;
    this.shuffleBuffer = shuffleBuffer;
    this.seed = seed;
    this.padding = padding;
  }

  @Override
  public int batchesPerEpoch() {
    return stream.size() / batchSize + (stream.size() % batchSize == 0 ? 0 : 1);
  }

  @Override
  public int examplesPerEpoch() {
    return stream.size();
  }

  @Override
  boolean hasBatchesOf(int examples) {
    return examples == batchSize;
  }

  @Override
  void goTo(BatchPosition position) {
    closeReader();
    ready.clear();
    start = position;
  }

  @Override
  MultiDataSet read() {
    if (reader == null) {
      open();
    }
    while (ready.size() < batchSize && texts.hasNext()) {
      ready.addAll(tokenizer.tokenizeSome(texts).examples());
    }
    if (ready.isEmpty()) {
      throw changed();
    }
    List<TokenizedExample> batch = new ArrayList<>();
    while (batch.size() < batchSize && !ready.isEmpty()) {
      batch.add(ready.remove());
    }
    return Collation.collate(batch, padding);
  }

  private void open() {
    reader = stream.opener().get();
    RandomStream random = new RandomStream(seed, "stream", start.epoch());
    texts = new ShuffleBuffer<>(reader.examples(), shuffleBuffer, random);
    for (long skipped = 0; skipped < (long) start.batch() * batchSize; skipped++) {
      if (!texts.hasNext()) {
        throw changed();
      }
      texts.next();
    }
  }

  private InvalidDataException changed() {
    return new InvalidDataException(
        "The examples that are streamed are fewer than the %d that there were, expected a file that does not change during the run"
            .formatted(stream.size()));
  }

  private void closeReader() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a file of examples cannot be closed", e);
      } finally {
        reader = null;
      }
    }
  }

  @Override
  public void close() {
    closeReader();
  }
}
