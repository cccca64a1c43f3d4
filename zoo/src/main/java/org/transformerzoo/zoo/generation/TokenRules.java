package org.transformerzoo.zoo.generation;

import java.util.Arrays;

/** Which tokens may come next, whatever their scores. */
record TokenRules(GenerationSettings settings, int endTokenId) {

  /**
   * Sets the scores of tokens that may not come next to −∞.
   *
   * @param scores of all tokens
   * @param text so far, beginning with the start token, in the first {@code length} entries
   */
  void apply(float[] scores, int[] text, int length) {
    banRepetitions(scores, text, length);
    if (length - 1 < settings.minimumNewTokens()) {
      scores[endTokenId] = Float.NEGATIVE_INFINITY;
    }
    if (length == 1) {
      settings.forcedFirst().ifPresent(token -> force(scores, token));
    }
    if (length == settings.maximumNewTokens()) {
      settings.forcedLast().ifPresent(token -> force(scores, token));
    }
  }

  private static void force(float[] scores, int token) {
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    scores[token] = 0;
  }

  /** Bans what would complete a sequence of tokens that is in the text already. */
  private void banRepetitions(float[] scores, int[] text, int length) {
    int size = settings.noRepeatSize();
    if (size == 0) {
      return;
    }
    int tail = length - size + 1; // where the last size − 1 tokens begin
    for (int start = 0; start + size <= length; start++) {
      if (Arrays.equals(text, start, start + size - 1, text, tail, length)) {
        scores[text[start + size - 1]] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
