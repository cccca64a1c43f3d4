package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a sequence of examples is cut into batches. */
sealed interface BatchSize extends Serializable {

  /** The most examples of a batch. */
  int mostExamples();

  /**
   * Cuts {@code order} into batches.
   *
   * @param order indices of examples
   * @param lengths the number of tokens of each example
   */
  int[][] cut(int[] order, int[] lengths);

  /**
   * So many examples in each but the last one.
   *
   * @param mostExamples at least 1
   */
  record Examples(int mostExamples) implements BatchSize {

    @Override
    public int[][] cut(int[] order, int[] lengths) {
      int rest = order.length % mostExamples == 0 ? 0 : 1;
      int[][] batches = new int[order.length / mostExamples + rest][];
      for (int i = 0; i < batches.length; i++) {
        int from = i * mostExamples;
        batches[i] =
            Arrays.copyOfRange(order, from, from + Math.min(mostExamples, order.length - from));
      }
      return batches;
    }
  }

  /**
   * As many examples as fit, padding counted; an example that is too long makes a batch by itself.
   *
   * @param mostTokens examples times padded length, at least 1
   * @param mostExamples at least 1
   * @param padding says how long a batch is with a longest example
   */
  record Tokens(int mostTokens, int mostExamples, Padding padding) implements BatchSize {

    @Override
    public int[][] cut(int[] order, int[] lengths) {
      List<int[]> batches = new ArrayList<>();
      int from = 0;
      int longest = 0;
      for (int i = 0; i < order.length; i++) {
        int longer = Math.max(longest, lengths[order[i]]);
        if (i > from && !fits(i - from + 1, longer)) {
          batches.add(Arrays.copyOfRange(order, from, i));
          from = i;
          longer = lengths[order[i]];
        }
        longest = longer;
      }
      batches.add(Arrays.copyOfRange(order, from, order.length));
      return batches.toArray(int[][]::new);
    }

    private boolean fits(int examples, int longest) {
      return examples <= mostExamples && (long) examples * padding.lengthFor(longest) <= mostTokens;
    }
  }
}
