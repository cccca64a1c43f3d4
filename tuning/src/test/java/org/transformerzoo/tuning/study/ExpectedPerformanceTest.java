package org.transformerzoo.tuning.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.evaluation.Metric;

class ExpectedPerformanceTest {

  private static final Metric ACCURACY = Metric.higher("accuracy");

  @Test
  void oneRunIsWorthTheMeanAndManyTheBest() {
    List<Double> expected = ExpectedPerformance.of(ACCURACY, 0.5, 0.9, 0.7, 0.6);
    assertThat(expected).hasSize(4);
    assertThat(expected.get(0)).isCloseTo(0.675, within(1e-12));
    assertThat(expected).isSorted();
    assertThat(expected.get(3)).isBetween(0.8, 0.9);
  }

  @Test
  void isTheMeanOverAllDrawsWithReplacement() {
    double[] values = {0.2, 0.5, 0.9};
    double sum = 0;
    for (double first : values) {
      for (double second : values) {
        sum += Math.max(first, second);
      }
    }
    assertThat(ExpectedPerformance.of(ACCURACY, values).get(1)).isCloseTo(sum / 9, within(1e-12));
  }

  @Test
  void fallsWhereLessIsBetter() {
    List<Double> expected = ExpectedPerformance.of(Metric.lower("loss"), 0.5, 0.9, 0.7);
    assertThat(expected.get(0)).isCloseTo(0.7, within(1e-12));
    assertThat(expected.get(1)).isLessThan(0.7);
    assertThat(expected.get(2)).isBetween(0.5, expected.get(1));
  }
}
