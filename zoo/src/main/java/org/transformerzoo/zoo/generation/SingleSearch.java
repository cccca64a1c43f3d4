package org.transformerzoo.zoo.generation;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;

/** Writes one text for each source, token by token: the best one, or one that is drawn. */
final class SingleSearch {

  private final IncrementalDecoder decoder;
  private final DecodingSession session;
  private final TokenRules rules;
  private final GenerationSettings settings;

  SingleSearch(
      IncrementalDecoder decoder,
      DecodingSession session,
      TokenRules rules,
      GenerationSettings settings) {
    this.decoder = decoder;
    this.session = session;
    this.rules = rules;
    this.settings = settings;
  }

  int[][] run(IntConsumer progress) {
    int rows = session.rows();
    int[][] texts = new int[rows][settings.maximumNewTokens() + 1];
    boolean[] finished = new boolean[rows];
    int[] newest = new int[rows];
    Arrays.fill(newest, decoder.startTokenId());
    for (int row = 0; row < rows; row++) {
      texts[row][0] = newest[row];
    }
    int length = 1;
    while (length <= settings.maximumNewTokens() && !all(finished)) {
      float[][] scores = session.next(newest);
      for (int row = 0; row < rows; row++) {
        newest[row] =
            finished[row] ? decoder.padTokenId() : choose(scores[row], texts[row], length, row);
        texts[row][length] = newest[row];
        finished[row] |= newest[row] == decoder.endTokenId();
      }
      progress.accept(length);
      length++;
    }
    int end = length;
    return Arrays.stream(texts).map(text -> Arrays.copyOf(text, end)).toArray(int[][]::new);
  }

  private int choose(float[] scores, int[] text, int length, int row) {
    rules.apply(scores, text, length);
    return settings
        .sampling()
        .map(sampling -> new TokenDraw(sampling).draw(scores, length, row))
        .orElseGet(() -> best(scores));
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int token = 1; token < scores.length; token++) {
      if (scores[token] > scores[best]) {
        best = token;
      }
    }
    return best;
  }

  private static boolean all(boolean[] values) {
    for (boolean value : values) {
      if (!value) {
        return false;
      }
    }
    return true;
  }
}
