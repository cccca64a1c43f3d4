package org.transformerzoo.datavec.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.Target.TokenIds;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;

class MaskedWordsTest {

  private static final int MASK = 4;
  private static final int VOCABULARY = 30_000;
  private static final int NONE = -100;
  private static final int LENGTH = 202;
  private static final int DRAWS = 5_000; // of 200 tokens of text each: a million

  /** Two special tokens around 100 words of one token and 50 of two. */
  private static final TextSequence TEXT = text();

  private static TextSequence text() {
    TokenKind[] kinds = new TokenKind[LENGTH];
    Arrays.fill(kinds, TokenKind.WORD_START);
    kinds[0] = TokenKind.SPECIAL;
    kinds[LENGTH - 1] = TokenKind.SPECIAL;
    for (int i = 102; i < LENGTH - 1; i += 2) {
      kinds[i] = TokenKind.WORD_PART;
    }
    int[] ids = IntStream.range(0, LENGTH).map(i -> 10_000 + i).toArray();
    return new TextSequence(ids, new int[LENGTH], kinds, new ExampleLocation(null, 1));
  }

  private static MaskedWords objective(MaskSelection selection) {
    return new MaskedWords(0.15, selection, WordReplacement.ofBert(MASK, VOCABULARY));
  }

  private static TokenizedExample draw(MaskSelection selection, long epoch) {
    return objective(selection).example(TEXT, new RandomStream(7, "test", epoch));
  }

  private static int[] hidden(TokenizedExample example) {
    return ((TokenIds) example.target()).ids();
  }

  @ParameterizedTest
  @EnumSource(MaskSelection.class)
  void hidesTheShareOfAMillionTokensAndReplacesThemAsBertDoes(MaskSelection selection) {
    double hidden = 0;
    double masked = 0;
    double kept = 0;
    for (int epoch = 0; epoch < DRAWS; epoch++) {
      TokenizedExample example = draw(selection, epoch);
      int[] words = hidden(example);
      for (int i = 0; i < LENGTH; i++) {
        boolean asked = words[i] != NONE;
        if (!asked) {
          assertThat(example.inputIds()[i]).isEqualTo(TEXT.inputIds()[i]);
          continue;
        }
        assertThat(words[i]).isEqualTo(TEXT.inputIds()[i]);
        hidden++;
        masked += example.inputIds()[i] == MASK ? 1 : 0;
        kept += example.inputIds()[i] == words[i] ? 1 : 0;
      }
    }
    // Standard error of the share of 150,000 tokens: 0.001; spans are decided together: 0.002.
    assertThat(hidden / (DRAWS * 200.0)).isCloseTo(0.15, within(0.003));
    assertThat(masked / hidden).isCloseTo(0.8, within(0.008));
    assertThat(kept / hidden).isCloseTo(0.1, within(0.008));
  }

  @ParameterizedTest
  @EnumSource(MaskSelection.class)
  void neverHidesSpecialTokensAndRepeatsNoEpoch(MaskSelection selection) {
    for (int epoch = 0; epoch < 200; epoch++) {
      int[] words = hidden(draw(selection, epoch));
      assertThat(words[0]).isEqualTo(NONE);
      assertThat(words[LENGTH - 1]).isEqualTo(NONE);
      assertThat(words).isEqualTo(hidden(draw(selection, epoch)));
      assertThat(words).isNotEqualTo(hidden(draw(selection, epoch + 1L)));
    }
  }

  @Test
  void hidesAllPiecesOfAWholeWord() {
    for (int epoch = 0; epoch < 200; epoch++) {
      int[] words = hidden(draw(MaskSelection.WHOLE_WORDS, epoch));
      for (int i = 101; i < LENGTH - 1; i += 2) {
        assertThat(words[i] == NONE).isEqualTo(words[i + 1] == NONE);
      }
    }
  }

  @Test
  void hidesSpansOfThreePointEightWordsOnAverage() {
    // Far from the text's end, the first span ends by its own length: the budget is 20 tokens.
    double words = 0;
    double spans = 0;
    for (int epoch = 0; epoch < DRAWS; epoch++) {
      int[] first = MaskSelection.SPANS.draw(TEXT, 0.1, new RandomStream(7, "test", epoch)).get(0);
      assertThat(first).isEqualTo(IntStream.range(first[0], first[0] + first.length).toArray());
      boolean awayFromTheEnd = first[0] < 90;
      if (awayFromTheEnd) {
        spans++;
        words += first.length;
      }
    }
    assertThat(words / spans).isCloseTo(3.8, within(0.15));
  }

  @Test
  void refusesProbabilitiesThatAreNone() {
    WordReplacement usual = WordReplacement.ofBert(MASK, VOCABULARY);
    assertThatThrownBy(() -> new MaskedWords(1.5, MaskSelection.TOKENS, usual))
        .hasMessage("the probability of masking is 1.5, expected a number in [0, 1]");
    assertThatThrownBy(() -> new WordReplacement(MASK, VOCABULARY, 0.8, 0.3))
        .hasMessageContaining("make more than 1");
  }
}
