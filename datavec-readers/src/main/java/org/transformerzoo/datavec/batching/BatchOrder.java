package org.transformerzoo.datavec.batching;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which examples make up which batch. The order of an epoch is a function of the lengths, the batch
 * size, the seed and the number of the epoch alone, and every epoch has as many batches.
 */
public enum BatchOrder {
  /** As in the data. */
  SEQUENTIAL {
    @Override
    int[][] batches(int[] lengths, BatchSize size, long seed, long epoch) {
      return size.cut(identity(lengths.length), lengths);
    }
  },
  /** In an order drawn afresh for each epoch. */
  SHUFFLED {
    @Override
    int[][] batches(int[] lengths, BatchSize size, long seed, long epoch) {
      int[] order = identity(lengths.length);
      new RandomStream(seed, "examples", epoch).shuffle(order, order.length);
      return size.cut(order, lengths);
    }

    @Override
    public boolean drawsBatches() {
      return true;
    }
  },
  /**
   * Examples of like length together: sorted by length, ties as in the data, cut into batches; the
   * batches come in an order drawn afresh for each epoch, but the last one, with the longest
   * examples and perhaps fewer of them, stays last.
   */
  UNIFORM_LENGTH {
    @Override
    int[][] batches(int[] lengths, BatchSize size, long seed, long epoch) {
      int[][] ascending =
          size.cut(LengthSort.ascending(identity(lengths.length), lengths), lengths);
      int[] places = identity(ascending.length);
      new RandomStream(seed, "batches", epoch).shuffle(places, places.length - 1);
      return Arrays.stream(places).mapToObj(place -> ascending[place]).toArray(int[][]::new);
    }
  },
  /**
   * Examples of like length together, as the LengthGroupedSampler of transformers has it: an order
   * drawn afresh for each epoch is cut into groups of up to 50 batches, each is sorted by length,
   * the longest first, and cut into batches. The longest example of all comes first, so that memory
   * that does not suffice is noticed at the start.
   */
  GROUP_BY_LENGTH {
    private static final int MOST_BATCHES = 50;
    private static final int FEWEST_GROUPS = 4;

    @Override
    int[][] batches(int[] lengths, BatchSize size, long seed, long epoch) {
      int[] order = identity(lengths.length);
      new RandomStream(seed, "examples", epoch).shuffle(order, order.length);
      int batchSize = size.mostExamples();
      int batches =
          Math.min((int) (lengths.length / ((long) FEWEST_GROUPS * batchSize)), MOST_BATCHES);
      int groupSize = Math.max(1, batches) * Math.min(batchSize, order.length);
      int[] grouped = new int[order.length];
      int longest = 0;
      for (int from = 0; from < order.length; from += groupSize) {
        int to = Math.min(from + groupSize, order.length);
        int[] group = LengthSort.descending(Arrays.copyOfRange(order, from, to), lengths);
        System.arraycopy(group, 0, grouped, from, group.length);
        longest = lengths[grouped[from]] > lengths[grouped[longest]] ? from : longest;
      }
      int first = grouped[0];
      grouped[0] = grouped[longest];
      grouped[longest] = first;
      return size.cut(grouped, lengths);
    }

    @Override
    public boolean drawsBatches() {
      return true;
    }
  };

  /**
   * The batches of an epoch.
   *
   * @param lengths the number of tokens of each example
   * @return the indices of the examples of each batch, [batches][examples]; each example is in
   *     exactly one
   */
  abstract int[][] batches(int[] lengths, BatchSize size, long seed, long epoch);

  /** Whether each epoch has other examples together in a batch. */
  public boolean drawsBatches() {
    return false;
  }

  private static int[] identity(int size) {
    return IntStream.range(0, size).toArray();
  }
}
