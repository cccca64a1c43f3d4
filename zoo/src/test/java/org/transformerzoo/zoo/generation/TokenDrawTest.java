package org.transformerzoo.zoo.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which tokens are drawn, and how often. */
class TokenDrawTest {

  /** Probabilities 0.1, 0.4, 0.3, 0.2 and 0. */
  private static final float[] SCORES = {
    (float) Math.log(1),
    (float) Math.log(4),
    (float) Math.log(3),
    (float) Math.log(2),
    Float.NEGATIVE_INFINITY
  };

  @Test
  void drawsByProbability() {
    assertFrequencies(new Sampling(1, 0, 1, 5), 0.1, 0.4, 0.3, 0.2, 0);
  }

  @Test
  void aLowTemperaturePrefersLikelyTokens() {
    assertFrequencies(new Sampling(0.5, 0, 1, 5), 1 / 30.0, 16 / 30.0, 9 / 30.0, 4 / 30.0, 0);
  }

  @Test
  void takesOnlyTheLikeliest() {
    assertFrequencies(new Sampling(1, 2, 1, 5), 0, 4 / 7.0, 3 / 7.0, 0, 0);
    assertFrequencies(new Sampling(1, 0, 0.69, 5), 0, 4 / 7.0, 3 / 7.0, 0, 0);
    assertFrequencies(new Sampling(1, 0, 0.71, 5), 0, 4 / 9.0, 3 / 9.0, 2 / 9.0, 0);
  }

  private static void assertFrequencies(Sampling sampling, double... expected) {
    int draws = 20_000;
    int[] counts = new int[expected.length];
    for (int i = 0; i < draws; i++) {
      counts[new TokenDraw(sampling).draw(SCORES, i, 0)]++;
    }
    for (int token = 0; token < expected.length; token++) {
      double frequency = (double) counts[token] / draws;
      if (expected[token] == 0) {
        assertThat(counts[token]).isZero();
      }
      assertThat(Math.abs(frequency - expected[token])).isLessThan(0.015);
    }
  }
}
