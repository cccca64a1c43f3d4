package org.transformerzoo.tuning.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transformerzoo.training.evaluation.Metric;

/**
 * Expected validation performance (Dodge et al. 2019, arXiv 1909.03004): what the best of k runs is
 * on average, if each is drawn, with replacement, from those that were made.
 */
public final class ExpectedPerformance {

  private ExpectedPerformance() {}

  /**
   * The expected best of 1, 2, …, n runs.
   *
   * @param values of n runs, none of them NaN
   */
  public static List<Double> of(Metric metric, double... values) {
    double[] worstFirst = worstFirst(metric, values);
    List<Double> expected = new ArrayList<>();
    for (int runs = 1; runs <= values.length; runs++) {
      double sum = 0;
      for (int i = 0; i < worstFirst.length; i++) {
        // the probability that the best of them is the value of this rank
        double share =
            Math.pow((i + 1.0) / worstFirst.length, runs)
                - Math.pow((double) i / worstFirst.length, runs);
        sum += share * worstFirst[i];
      }
      expected.add(sum);
    }
    return expected;
  }

  private static double[] worstFirst(Metric metric, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (metric.direction() == Metric.Direction.LOWER) {
      for (int i = 0; i < sorted.length / 2; i++) {
        double low = sorted[i];
        sorted[i] = sorted[sorted.length - 1 - i];
        sorted[sorted.length - 1 - i] = low;
      }
    }
    return sorted;
  }
}
