package org.transformerzoo.tuning.study;

import java.util.SplittableRandom;
import org.transformerzoo.zoo.execution.RandomKey;

/**
 * A paired randomization test (Fisher 1935): if two settings were the same, each difference between
 * them under the same seeds could as well have the other sign. It assumes nothing about how results
 * are distributed.
 *
 * @param pairs how many differences there are
 * @param meanDifference of the first setting to the second
 * @param probability of a mean difference as far from 0 or farther if the settings were the same;
 *     exact for up to {@value #EXACT} pairs, else from {@value #DRAWS} random signs
 */
public record PairedTest(int pairs, double meanDifference, double probability) {

  private static final int EXACT = 20;
  private static final int DRAWS = 200_000;

  /** Sums of the same numbers in another order differ by rounding. */
  private static final double ROUNDING = 1e-12;

  /**
   * Tests differences.
   *
   * @param differences of the pairs, at least one, none of them NaN
   */
  public static PairedTest of(double... differences) {
    double sum = 0;
    double size = 0;
    for (double difference : differences) {
      sum += difference;
      size += Math.abs(difference);
    }
    double threshold = Math.abs(sum) - ROUNDING * size;
    double probability =
        differences.length <= EXACT ? exact(differences, threshold) : drawn(differences, threshold);
    return new PairedTest(differences.length, sum / differences.length, probability);
  }

  private static double exact(double[] differences, double threshold) {
    long all = 1L << differences.length;
    long asFar = 0;
    for (long signs = 0; signs < all; signs++) {
      asFar += isAsFar(differences, signs, threshold) ? 1 : 0;
    }
    return (double) asFar / all;
  }

  private static boolean isAsFar(double[] differences, long signs, double threshold) {
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
    }
    return Math.abs(sum) >= threshold;
  }

  /** The signs that were seen are counted among those drawn, so that it is never 0. */
  private static double drawn(double[] differences, double threshold) {
    SplittableRandom random = new RandomKey(0, "paired test", 0).stream(0);
    long asFar = 1;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      asFar += Math.abs(sum) >= threshold ? 1 : 0;
    }
    return (double) asFar / (DRAWS + 1);
  }
}
