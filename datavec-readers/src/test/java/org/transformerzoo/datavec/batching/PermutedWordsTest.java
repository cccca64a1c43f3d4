package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.tokenizer.PaddingSide;

class PermutedWordsTest {

  private static final Padding LEFT = new Padding(5, 3, PaddingSide.LEFT, 1, 100);

  /** Targets at 0 and 2 of three positions; the order is 2, 1, 0. */
  private static final PermutedWords LONG =
      new PermutedWords(new int[] {0, 2}, new int[] {7, 9}, new int[] {2, 1, 0});

  /** The first of two positions is the target and comes first. */
  private static final PermutedWords SHORT =
      new PermutedWords(new int[] {0}, new int[] {8}, new int[] {0, 1});

  @Test
  void aPositionSeesTargetsBeforeItInTheOrderAndAllThatIsNoTarget() {
    INDArray mask = batch().getFeatures(BatchLayout.PERMUTATION_MASK);
    assertThat(mask)
        .isEqualTo(
            Nd4j.createFromArray(
                new float[][][] {
                  {{1, 0, 0}, {1, 0, 0}, {1, 0, 1}},
                  {{0, 0, 0}, {0, 1, 0}, {0, 0, 0}}
                }));
  }

  @Test
  void eachTargetIsMappedToItsPlaceBehindThePadding() {
    INDArray mapping = batch().getFeatures(BatchLayout.TARGET_MAPPING);
    assertThat(mapping)
        .isEqualTo(
            Nd4j.createFromArray(new float[][][] {{{1, 0, 0}, {0, 0, 1}}, {{0, 1, 0}, {0, 0, 0}}}));
    assertThat(batch().getLabels(BatchLayout.LABELS))
        .isEqualTo(Nd4j.createFromArray(new int[][] {{7, 9}, {8, BatchLayout.IGNORED}}));
  }

  @Test
  void refusesWhatIsNoTarget() {
    assertThatThrownBy(() -> new PermutedWords(new int[] {1}, new int[] {}, new int[] {0, 1}))
        .hasMessage("1 positions but 0 words");
    assertThatThrownBy(() -> new PermutedWords(new int[] {2}, new int[] {4}, new int[] {0, 1}))
        .hasMessage("the positions are [2], expected ascending ones below 2");
  }

  private static MultiDataSet batch() {
    return Collation.collate(List.of(example(LONG, 3), example(SHORT, 2)), LEFT);
  }

  private static TokenizedExample example(Target target, int length) {
    return new TokenizedExample(
        new int[length], new int[length], target, new ExampleLocation(null, 1));
  }
}
