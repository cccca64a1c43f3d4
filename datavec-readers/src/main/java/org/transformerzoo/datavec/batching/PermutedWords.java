package org.transformerzoo.datavec.batching;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What XLNet is pre-trained to say: the words at some positions, each from the words that are no
 * targets and from the targets of lower rank (Yang et al., 2019, arXiv 1906.08237, section 2.2).
 */
public final class PermutedWords implements Target {

  private final int[] positions;
  private final int[] words;
  private final int[] ranks;

  /**
   * Creates the target.
   *
   * @param positions of the targets, ascending, each in [0, length of the example)
   * @param words at these positions
   * @param ranks the place of each position of the example in the permutation, [length]
   * @throws IllegalArgumentException if there are not as many words as positions
   */
  public PermutedWords(int[] positions, int[] words, int[] ranks) {
    this.positions = positions.clone();
    this.words = words.clone();
    this.ranks = ranks.clone();
    if (positions.length != words.length) {
      throw new IllegalArgumentException(
          positions.length + " positions but " + words.length + " words");
    }
    int last = -1;
    for (int position : positions) {
      if (position <= last || position >= ranks.length) {
        throw new IllegalArgumentException(
            "the positions are %s, expected ascending ones below %d"
                .formatted(Arrays.toString(positions), ranks.length));
      }
      last = position;
    }
  }

  /** The words to predict, [batch, most targets of an example]. */
  @Override
  public INDArray[] batch(List<Target> targets, int length, Padding padding) {
    int[][] rows = new int[targets.size()][most(targets)];
    for (int row = 0; row < rows.length; row++) {
      int[] own = ((PermutedWords) targets.get(row)).words;
      Arrays.fill(rows[row], BatchLayout.IGNORED);
      System.arraycopy(own, 0, rows[row], 0, own.length);
    }
    return new INDArray[] {Nd4j.createFromArray(rows)};
  }

  /** The permutation masks, [batch, length, length], and target mappings, [batch, n, length]. */
  @Override
  public INDArray[] features(List<Target> targets, int length, Padding padding) {
    float[][][] masks = new float[targets.size()][length][length];
    float[][][] mappings = new float[targets.size()][most(targets)][length];
    for (int row = 0; row < masks.length; row++) {
      PermutedWords own = (PermutedWords) targets.get(row);
      int start = padding.start(own.ranks.length, length);
      own.hide(masks[row], start);
      for (int target = 0; target < own.positions.length; target++) {
        mappings[row][target][start + own.positions[target]] = 1;
      }
    }
    return new INDArray[] {Nd4j.createFromArray(masks), Nd4j.createFromArray(mappings)};
  }

  /** A position sees no target of its own rank or of a higher one. */
  private void hide(float[][] mask, int start) {
    for (int seen : positions) {
      for (int position = 0; position < ranks.length; position++) {
        mask[start + position][start + seen] = ranks[position] <= ranks[seen] ? 1 : 0;
      }
    }
  }

  /** At least one, because a batch without any has no shape. */
  private static int most(List<Target> targets) {
    return Math.max(
        1,
        targets.stream()
            .mapToInt(target -> ((PermutedWords) target).positions.length)
            .max()
            .orElse(0));
  }
}
