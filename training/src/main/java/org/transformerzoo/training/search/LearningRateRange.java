package org.transformerzoo.training.search;

import org.transformerzoo.training.schedule.Schedule;

/**
 * The learning rates of a range test: each step has a constant multiple of the rate before.
 *
 * @param lowest of the first step, above 0
 * @param highest of the last step, above {@code lowest}
 * @param steps at least 2
 */
public record LearningRateRange(double lowest, double highest, int steps) {

  /** Checks the numbers. */
  public LearningRateRange {
    if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "lowest and highest are %s and %s, expected 0 < lowest < highest"
              .formatted(lowest, highest));
    }
    if (steps < 2) {
      throw new IllegalArgumentException("steps is " + steps + ", expected at least 2");
    }
  }

  /** The learning rate of step {@code step}, counted from 0. */
  public double rate(long step) {
    return lowest * Math.pow(highest / lowest, (double) step / (steps - 1));
  }

  /** The range as the course of a learning rate whose highest value is {@code base}. */
  public Schedule schedule(double base) {
    return (step, totalSteps) -> rate(step) / base;
  }
}
