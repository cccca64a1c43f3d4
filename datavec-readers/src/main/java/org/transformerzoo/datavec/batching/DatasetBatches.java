package org.transformerzoo.datavec.batching;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The batches of a dataset whose examples can be read in any order, padded to their longest. */
public final class DatasetBatches extends BatchIterator {

  private final ExampleSource dataset;
  private final int[] lengths;
  private final BatchSize size;
  private final BatchOrder order;
  private final long seed;
  private final Padding padding;
  private int[][] batches;
  private BatchPosition reading = BatchPosition.START;

  private DatasetBatches(Builder builder) {
    dataset = builder.dataset;
    lengths = dataset.lengths();
    size = builder.size();
    order = builder.order;
    seed = builder.seed;
    padding = builder.padding;
    batches = order.batches(lengths, size, seed, reading.epoch());
  }

  @Override
  public int batchesPerEpoch() {
    return batches.length;
  }

  @Override
  public int examplesPerEpoch() {
    return dataset.size();
  }

  /** The indices in the dataset of a batch of this epoch, in the order of its rows. */
  public int[] exampleIndices(int batch) {
    return batches[batch].clone();
  }

  @Override
  void goTo(BatchPosition position) {
    reading = position;
    batches = order.batches(lengths, size, seed, position.epoch());
  }

  @Override
  MultiDataSet read() {
    List<TokenizedExample> examples = new ArrayList<>();
    for (int index : batches[reading.batch()]) {
      examples.add(dataset.example(index, reading.epoch()));
    }
    reading = reading.next();
    return Collation.collate(examples, padding);
  }

  @Override
  boolean hasBatchesOf(int examples) {
    return size.equals(new BatchSize.Examples(examples));
  }

  /**
   * Collects the settings; {@link #build()} checks them all at once. Required are the dataset and
   * one of {@link #batchSize} and {@link #tokensPerBatch}.
   */
  public static final class Builder {

    private ExampleSource dataset;
    private int batchSize;
    private int tokensPerBatch;
    private BatchOrder order = BatchOrder.SEQUENTIAL;
    private long seed;
    private Padding padding = Padding.with(0);

    Builder() {}

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
    public DatasetBatches build() {
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
      return new DatasetBatches(this);
    }

    private BatchSize size() {
      return tokensPerBatch == 0
          ? new BatchSize.Examples(batchSize)
          : new BatchSize.Tokens(
              tokensPerBatch, batchSize == 0 ? Integer.MAX_VALUE : batchSize, padding);
    }
  }
}
