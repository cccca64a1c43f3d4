package org.transformerzoo.datavec.batching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.transformerzoo.datavec.reader.ExampleLocation;

/**
 * The batches of a dataset, padded to the longest of each batch and laid out as {@link BatchLayout}
 * says. One pass is an epoch; {@link #reset()} goes on to the next one. The batches of an epoch
 * depend only on the dataset, the settings, the seed and the number of the epoch, so that an
 * iterator that {@link #startAt starts at} a position yields exactly what another one yields that
 * came there.
 *
 * <p>The example metadata of each batch are the {@link ExampleLocation}s of its rows.
 */
public final class BatchIterator implements MultiDataSetIterator {

  private static final int MOST_LOCATIONS_TOLD = 8;

  private final ExampleSource dataset;
  private final int[] lengths;
  private final BatchSize size;
  private final BatchOrder order;
  private final long seed;
  private final Padding padding;
  private MultiDataSetPreProcessor preProcessor;
  private int[][] batches;
  private long epoch;
  private int upcoming;

  private BatchIterator(Builder builder) {
    dataset = builder.dataset;
    lengths = dataset.lengths();
    size = builder.size();
    order = builder.order;
    seed = builder.seed;
    padding = builder.padding;
    batches = order.batches(lengths, size, seed, epoch);
  }

  /**
   * Goes to a position.
   *
   * @throws IllegalArgumentException if the epoch has fewer batches
   */
  public void startAt(BatchPosition position) {
    int count = batchesPerEpoch();
    if (position.batch() > count) {
      throw new IllegalArgumentException(
          "batch " + position.batch() + " is beyond the " + count + " batches of an epoch");
    }
    epoch = position.epoch();
    upcoming = position.batch();
    batches = order.batches(lengths, size, seed, epoch);
  }

  /** The position of the batch that {@link #next()} would yield. */
  public BatchPosition position() {
    return new BatchPosition(epoch, upcoming);
  }

  /** The number of batches in an epoch, a last short one included. */
  public int batchesPerEpoch() {
    return batches.length;
  }

  /** The dataset that the batches are drawn from. */
  public ExampleSource dataset() {
    return dataset;
  }

  /** The indices in the dataset of a batch of this epoch, in the order of its rows. */
  public int[] exampleIndices(int batch) {
    return batches[batch].clone();
  }

  /** Names a batch of this epoch and where its examples come from, for messages. */
  public String describe(int batch) {
    int[] indices = batches[batch];
    String places =
        Arrays.stream(indices)
            .limit(MOST_LOCATIONS_TOLD)
            .mapToObj(index -> dataset.location(index).toString())
            .collect(Collectors.joining(", "));
    String more =
        indices.length > MOST_LOCATIONS_TOLD
            ? " and " + (indices.length - MOST_LOCATIONS_TOLD) + " more"
            : "";
    return "batch " + batch + " of epoch " + epoch + " (" + places + more + ")";
  }

  @Override
  public boolean hasNext() {
    return upcoming < batches.length;
  }

  @Override
  public MultiDataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " is over; reset() begins the next one");
    }
    List<TokenizedExample> examples = new ArrayList<>();
    for (int index : batches[upcoming++]) {
      examples.add(dataset.example(index, epoch));
    }
    MultiDataSet batch = Collation.collate(examples, padding);
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  /** The next batch; its size is settled by the order, so only that size can be asked for. */
  @Override
  public MultiDataSet next(int examples) {
    if (!size.equals(new BatchSize.Examples(examples))) {
      throw new UnsupportedOperationException(
          "batches of %d were asked for, this iterator has others: %s".formatted(examples, size));
    }
    return next();
  }

  /** Begins the next epoch, or stays at the beginning of this one if none of it was used. */
  @Override
  public void reset() {
    if (upcoming > 0) {
      startAt(new BatchPosition(epoch + 1, 0));
    }
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /**
   * Starts the settings; {@link Builder#dataset} and one of {@link Builder#batchSize} and {@link
   * Builder#tokensPerBatch} are required.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the settings; {@link #build()} checks them all at once. */
  public static final class Builder {

    private ExampleSource dataset;
    private int batchSize;
    private int tokensPerBatch;
    private BatchOrder order = BatchOrder.SEQUENTIAL;
    private long seed;
    private Padding padding = Padding.with(0);

    private Builder() {}

    /** Required: the examples. */
    public Builder dataset(ExampleSource examples) {
      dataset = examples;
      return this;
    }

    /**
     * Examples in a batch, at least 1; beside {@link #tokensPerBatch}, optionally, the most
     * examples.
     */
    public Builder batchSize(int examples) {
      batchSize = examples;
      return this;
    }

    /**
     * The most tokens of a batch, padding counted, at least 1. The order must keep the same
     * examples together in every epoch: {@link BatchOrder#SEQUENTIAL} or {@link
     * BatchOrder#UNIFORM_LENGTH}.
     */
    public Builder tokensPerBatch(int tokens) {
      tokensPerBatch = tokens;
      return this;
    }

    /** Optional: which examples go together; in the order of the data by default. */
    public Builder order(BatchOrder batchOrder) {
      order = batchOrder;
      return this;
    }

    /** Optional: the seed of orders that are drawn; 0 by default. */
    public Builder seed(long dataOrderSeed) {
      seed = dataOrderSeed;
      return this;
    }

    /** Optional: how sequences are padded; with token 0 to the longest of the batch by default. */
    public Builder padding(Padding sequencePadding) {
      padding = sequencePadding;
      return this;
    }

    /**
     * The iterator, at the beginning of epoch 0.
     *
     * @throws IllegalArgumentException that names every setting that is missing or wrong
     */
    public BatchIterator build() {
      List<String> problems = new ArrayList<>();
      if (dataset == null) {
        problems.add("dataset is not set");
      }
      if (batchSize < 0 || (batchSize == 0 && tokensPerBatch == 0)) {
        problems.add("batchSize is " + batchSize + ", expected at least 1");
      }
      if (tokensPerBatch < 0) {
        problems.add("tokensPerBatch is " + tokensPerBatch + ", expected at least 1");
      }
      if (order == null || padding == null) {
        problems.add("order and padding must not be null");
      } else if (tokensPerBatch > 0 && order.drawsBatches()) {
        problems.add(
            "tokensPerBatch is set and the order is %s, with which the number of batches would differ from epoch to epoch, expected SEQUENTIAL or UNIFORM_LENGTH"
                .formatted(order));
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new BatchIterator(this);
    }

    private BatchSize size() {
      return tokensPerBatch == 0
          ? new BatchSize.Examples(batchSize)
          : new BatchSize.Tokens(
              tokensPerBatch, batchSize == 0 ? Integer.MAX_VALUE : batchSize, padding);
    }
  }
}
