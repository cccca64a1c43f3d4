package org.transformerzoo.datavec.pretraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.transformerzoo.datavec.batching.RandomStream;

/** Which tokens are hidden together. */
public enum MaskSelection {
  /** Each token of the text by itself, with the probability (Devlin et al., 2019). */
  TOKENS {
    @Override
    List<int[]> draw(TextSequence sequence, double probability, RandomStream random) {
      List<int[]> units = new ArrayList<>();
      for (int position : sequence.textPositions()) {
        if (random.happens(probability)) {
          units.add(new int[] {position});
        }
      }
      return units;
    }
  },
  /**
   * Words in random order, all pieces of each, up to a budget of the share of all tokens, at least
   * 1; a word that would go beyond it is passed over. Each piece is then replaced by a decision of
   * its own, as in Google's whole-word models.
   */
  WHOLE_WORDS {
    @Override
    List<int[]> draw(TextSequence sequence, double probability, RandomStream random) {
      int[][] words = sequence.words();
      long budget = Math.max(1, Math.round(sequence.length() * probability));
      List<int[]> units = new ArrayList<>();
      for (int place : random.permutation(words.length)) {
        if (units.size() + words[place].length <= budget) {
          Arrays.stream(words[place]).forEach(position -> units.add(new int[] {position}));
        }
      }
      return units;
    }
  },
  /**
   * Spans of whole words up to a budget of the share of the text's tokens (Joshi et al., 2020,
   * arXiv 1907.10529, section 3.1): the number of words is drawn from a geometric distribution with
   * p = 0.2, cut off at 10, and the first word from all; the last span ends where the budget does.
   * All tokens of a span are replaced by one decision.
   */
  SPANS {
    @Override
    List<int[]> draw(TextSequence sequence, double probability, RandomStream random) {
      return new SpanDraw(sequence, probability, random).draw();
    }
  };

  /** The name as it is written in settings. */
  public String publicName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of all. */
  public static List<String> names() {
    return Arrays.stream(values()).map(MaskSelection::publicName).toList();
  }

  /**
   * Draws positions to hide.
   *
   * @return positions of text, those together that are replaced by one decision; none twice
   */
  abstract List<int[]> draw(TextSequence sequence, double probability, RandomStream random);
}
