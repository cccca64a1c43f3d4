package org.transformerzoo.datavec.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.Target.TextIds;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.pretraining.TextNoise.Replacement;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;

class RestoredTextTest {

  private static final int BOS = 0;
  private static final int EOS = 2;
  private static final int STOP = 5;
  private static final int MASK = 9;
  private static final NoiseTokens TOKENS = new NoiseTokens(MASK, STOP, 100);

  /** Words are single tokens, but for those in the twenties, which go on the word before them. */
  private static TextSequence text(int... ids) {
    TokenKind[] kinds = new TokenKind[ids.length];
    for (int i = 0; i < ids.length; i++) {
      kinds[i] = ids[i] / 10 == 2 ? TokenKind.WORD_PART : TokenKind.WORD_START;
    }
    kinds[0] = TokenKind.SPECIAL;
    kinds[ids.length - 1] = TokenKind.SPECIAL;
    return new TextSequence(ids, new int[ids.length], kinds, new ExampleLocation(null, 1));
  }

  private static TextNoise only(double sentences, double masked, double inserted, double rotated) {
    return new TextNoise(sentences, masked, Replacement.INFILL, 3, 0, inserted, rotated);
  }

  private static TokenizedExample draw(TextNoise noise, TextSequence text, long epoch) {
    return new RestoredText(noise, TOKENS, 1000).example(text, new RandomStream(5, "test", epoch));
  }

  private static Set<List<Integer>> all(TextNoise noise, int... ids) {
    Set<List<Integer>> drawn = new HashSet<>();
    for (int epoch = 0; epoch < 300; epoch++) {
      TokenizedExample example = draw(noise, text(ids), epoch);
      assertThat(((TextIds) example.target()).ids()).isEqualTo(ids);
      drawn.add(Arrays.stream(example.inputIds()).boxed().toList());
    }
    return drawn;
  }

  @Test
  void sentencesChangePlacesWholeAndEndBehindTheirFullStop() {
    List<Integer> one = List.of(11, STOP);
    List<Integer> two = List.of(12, 13, STOP, STOP);
    List<Integer> open = List.of(14);
    Set<List<Integer>> expected = new HashSet<>();
    for (List<List<Integer>> order :
        List.of(
            List.of(one, two, open),
            List.of(one, open, two),
            List.of(two, one, open),
            List.of(two, open, one),
            List.of(open, one, two),
            List.of(open, two, one))) {
      List<Integer> whole = new ArrayList<>(List.of(BOS));
      order.forEach(whole::addAll);
      whole.add(EOS);
      expected.add(whole);
    }
    assertThat(all(only(1, 0, 0, 0), BOS, 11, STOP, 12, 13, STOP, STOP, 14, EOS))
        .isEqualTo(expected);
  }

  @Test
  void aRotatedTextBeginsAtAnyTokenAndKeepsItsEnds() {
    assertThat(all(only(0, 0, 0, 1), BOS, 11, 12, 13, EOS))
        .containsExactlyInAnyOrder(
            List.of(BOS, 11, 12, 13, EOS),
            List.of(BOS, 12, 13, 11, EOS),
            List.of(BOS, 13, 11, 12, EOS));
  }

  @Test
  void insertionsGoAnywhereWithin() {
    // a quarter of four tokens: one mask token
    assertThat(all(only(0, 0, 0.25, 0), BOS, 11, 12, EOS))
        .containsExactlyInAnyOrder(
            List.of(BOS, MASK, 11, 12, EOS),
            List.of(BOS, 11, MASK, 12, EOS),
            List.of(BOS, 11, 12, MASK, EOS));
  }

  @Test
  void wordsAreHiddenWholeInEachManner() {
    int[] ids = {BOS, 11, 21, 22, 12, EOS};
    assertThat(all(new TextNoise(0, 0.5, Replacement.MASK, 0, 0, 0, 0), ids))
        .containsExactlyInAnyOrder(
            List.of(BOS, MASK, MASK, MASK, 12, EOS), List.of(BOS, 11, 21, 22, MASK, EOS));
    assertThat(all(new TextNoise(0, 0.5, Replacement.INFILL, 0, 0, 0, 0), ids))
        .containsExactlyInAnyOrder(
            List.of(BOS, MASK, 12, EOS), List.of(BOS, 11, 21, 22, MASK, EOS));
    assertThat(all(new TextNoise(0, 0.5, Replacement.DELETE, 0, 0, 0, 0), ids))
        .containsExactlyInAnyOrder(List.of(BOS, 12, EOS), List.of(BOS, 11, 21, 22, EOS));
  }

  @Test
  void infillingHidesItsBudgetInSpansOfPoissonLengths() {
    int words = 400;
    int[] ids = IntStream.range(0, words + 2).map(i -> 1000 + i).toArray();
    double hidden = 0;
    double masks = 0;
    int draws = 2_500; // a million words
    for (int epoch = 0; epoch < draws; epoch++) {
      int[] noisy = draw(only(0, 0.3, 0, 0), text(ids), epoch).inputIds();
      long found = Arrays.stream(noisy).filter(id -> id == MASK).count();
      masks += (double) found;
      hidden += words + 2 - (noisy.length - found);
    }
    // Spans may overlap: where 120 of 400 words are drawn, a little less is hidden.
    assertThat(hidden / (draws * (double) words)).isBetween(0.24, 0.30);
    // 40 spans are drawn, of which e^-3 are insertions. A span's mask is gone where one that begins
    // further left covers it: each word begins one in spans / words cases.
    double insertions = 40 * Math.exp(-3);
    double spans = 40 - insertions;
    double coveringMean = spans / words * (3 / (1 - Math.exp(-3)) - 1);
    assertThat(masks / draws).isCloseTo(insertions + spans * Math.exp(-coveringMean), within(0.7));
  }

  @Test
  void aTextThatNoiseMadeTooLongIsCutBeforeItsEnd() {
    int[] noisy =
        new RestoredText(only(0, 0, 1, 0), TOKENS, 5)
            .example(text(BOS, 11, 12, EOS), new RandomStream(5, "test", 0))
            .inputIds();
    assertThat(noisy).hasSize(5).startsWith(BOS).endsWith(EOS);
  }

  @Test
  void refusesSharesOutsideOfTheirRange() {
    assertThatThrownBy(() -> only(0, 0, 0, -0.1))
        .hasMessage("the probability of rotation is -0.1, expected a number in [0, 1]");
    assertThatThrownBy(() -> only(0, Double.NaN, 0, 0)).hasMessageContaining("masked words");
  }
}
