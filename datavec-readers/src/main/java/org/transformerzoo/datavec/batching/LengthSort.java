package org.transformerzoo.datavec.batching;

import java.util.function.IntUnaryOperator;

/**
 * Sorts indices of examples by their lengths, those of equal length as they were, in linear time.
 */
final class LengthSort {

  private LengthSort() {}

  /** The {@code indices}, the shortest first. */
  static int[] ascending(int[] indices, int[] lengths) {
    return sorted(indices, longest(indices, lengths), index -> lengths[index]);
  }

  /** The {@code indices}, the longest first. */
  static int[] descending(int[] indices, int[] lengths) {
    int longest = longest(indices, lengths);
    return sorted(indices, longest, index -> longest - lengths[index]);
  }

  private static int longest(int[] indices, int[] lengths) {
    int longest = 0;
    for (int index : indices) {
      longest = Math.max(longest, lengths[index]);
    }
    return longest;
  }

  /** Counting sort by keys in 0..largest. */
  private static int[] sorted(int[] indices, int largest, IntUnaryOperator key) {
    int[] starts = new int[largest + 2];
    for (int index : indices) {
      starts[key.applyAsInt(index) + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] sorted = new int[indices.length];
    for (int index : indices) {
      sorted[starts[key.applyAsInt(index)]++] = index;
    }
    return sorted;
  }
}
