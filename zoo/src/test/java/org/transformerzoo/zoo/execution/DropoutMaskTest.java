package org.transformerzoo.zoo.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DropoutMaskTest {

  private static final int LENGTH = 1_000_000;

  @Test
  void dropsWithTheProbabilityAndKeepsTheExpectation() {
    float[] mask = mask(0.1, new RandomKey(1, "dropout", 0).bits(0));
    // Four standard deviations of a mean of a million draws: 4·√(0.1·0.9/10⁶) = 0.0012.
    assertThat(zeros(mask) / (double) LENGTH).isCloseTo(0.1, within(0.0012));
    assertThat(mean(mask)).isCloseTo(1.0, within(0.0012 / 0.9));
    assertThat(mask).containsOnly(0f, (float) (1 / 0.9));
  }

  @Test
  void isIndependentBetweenStepsSitesAndSeeds() {
    float[] reference = mask(0.5, new RandomKey(1, "dropout", 7).bits(3));
    float[][] others = {
      mask(0.5, new RandomKey(1, "dropout", 8).bits(3)),
      mask(0.5, new RandomKey(1, "dropout", 7).bits(4)),
      mask(0.5, new RandomKey(2, "dropout", 7).bits(3)),
    };
    for (float[] other : others) {
      // Agreement of independent fair coins: 0.5 ± 4·√(0.25/10⁶).
      assertThat(agreement(reference, other)).isCloseTo(0.5, within(0.002));
    }
  }

  @Test
  void neighboursAreIndependent() {
    float[] mask = mask(0.5, new RandomKey(5, "dropout", 0).bits(0));
    for (int lag : new int[] {1, 2, 3, 16, 64, 768, 1024}) {
      int equal = 0;
      for (int i = lag; i < LENGTH; i++) {
        equal += mask[i] == mask[i - lag] ? 1 : 0;
      }
      assertThat(equal / (double) (LENGTH - lag)).as("lag %d", lag).isCloseTo(0.5, within(0.002));
    }
  }

  @Test
  void equalKeysGiveEqualMasksInAnyPieces() {
    long key = new RandomKey(3, "dropout", 9).bits(1);
    float[] whole = mask(0.3, key);
    float[] piece = new float[100];
    DropoutMask.fill(piece, 12_345, 100, 0.3, key);
    for (int i = 0; i < piece.length; i++) {
      assertThat(piece[i]).isEqualTo(whole[12_345 + i]);
    }
  }

  @Test
  void bitsAreThoseOfTheEntries() {
    for (double probability : new double[] {0, 0.1, 0.5, 0.999}) {
      long key = new RandomKey(4, "dropout", 2).bits(0);
      float[] whole = mask(probability, key);
      int[] bits = new int[1000];
      DropoutMask.fillBits(bits, 777, bits.length, probability, key);
      for (int i = 0; i < bits.length; i++) {
        assertThat(Float.intBitsToFloat(bits[i])).isEqualTo(whole[777 + i]);
      }
    }
  }

  private static float[] mask(double probability, long key) {
    float[] mask = new float[LENGTH];
    DropoutMask.fill(mask, 0, LENGTH, probability, key);
    return mask;
  }

  private static int zeros(float[] mask) {
    int zeros = 0;
    for (float value : mask) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static double mean(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      sum += value;
    }
    return sum / mask.length;
  }

  private static double agreement(float[] one, float[] other) {
    int equal = 0;
    for (int i = 0; i < one.length; i++) {
      equal += one[i] == other[i] ? 1 : 0;
    }
    return equal / (double) one.length;
  }
}
