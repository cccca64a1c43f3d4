package org.transformerzoo.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * Lengths as pairs of sentences have them in small collections such as RTE: most are short and a
 * few are several times as long. They follow a log-normal distribution.
 *
 * @param longest no length is above this
 */
public record ExampleLengths(int longest) {

  private static final double MEDIAN = 54;
  private static final double DEVIATION_OF_LOGARITHM = 0.5;
  private static final int SHORTEST = 4;

  /** Draws one length. */
  public int draw(SplittableRandom random) {
    double length = MEDIAN * Math.exp(DEVIATION_OF_LOGARITHM * random.nextGaussian());
    return Math.min(longest, Math.max(SHORTEST, (int) Math.round(length)));
  }
}
