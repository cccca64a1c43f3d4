package org.transformerzoo.datavec.batching;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which examples make up which batch. The order of an epoch is a function of the lengths, the batch
 * size, the seed and the number of the epoch alone.
 */
public enum BatchOrder {
  /** As in the data. */
  SEQUENTIAL {
    @Override
    int[][] batches(int[] lengths, int batchSize, long seed, long epoch) {
      return chunks(identity(lengths.length), batchSize);
    }
  },
  /** In an order drawn afresh for each epoch. */
  SHUFFLED {
    @Override
    int[][] batches(int[] lengths, int batchSize, long seed, long epoch) {
      int[] order = identity(lengths.length);
      new RandomStream(seed, "examples", epoch).shuffle(order, order.length);
      return chunks(order, batchSize);
    }
  },
  /**
   * Examples of like length together: sorted by length, ties as in the data, cut into batches; the
   * batches come in an order drawn afresh for each epoch, but the last one, with the longest
   * examples and perhaps fewer of them, stays last.
   */
  UNIFORM_LENGTH {
    @Override
    int[][] batches(int[] lengths, int batchSize, long seed, long epoch) {
      int[] order =
          IntStream.range(0, lengths.length)
              .boxed()
              .sorted(Comparator.comparingInt(i -> lengths[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      int[][] ascending = chunks(order, batchSize);
      int[] places = identity(ascending.length);
      new RandomStream(seed, "batches", epoch).shuffle(places, places.length - 1);
      return Arrays.stream(places).mapToObj(place -> ascending[place]).toArray(int[][]::new);
    }
  };

  /**
   * The batches of an epoch.
   *
   * @param lengths the number of tokens of each example
   * @return the indices of the examples of each batch, [batches][up to batchSize]; each example is
   *     in exactly one
   */
  abstract int[][] batches(int[] lengths, int batchSize, long seed, long epoch);

  private static int[] identity(int size) {
    return IntStream.range(0, size).toArray();
  }

  private static int[][] chunks(int[] order, int size) {
    int[][] chunks = new int[(order.length + size - 1) / size][];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = Arrays.copyOfRange(order, i * size, Math.min((i + 1) * size, order.length));
    }
    return chunks;
  }
}
