package org.transformerzoo.training.schedule;

/**
 * Linear warm-up, then a fall from 1 to {@code end} as the power of the share of steps that are
 * left, as in transformers.
 *
 * @param warmup how long it rises; may be nothing
 * @param power above 0; 1 for a line
 * @param end the factor at the end, in [0, 1)
 */
public record PolynomialSchedule(Warmup warmup, double power, double end) implements Schedule {

  /** Checks the numbers. */
  public PolynomialSchedule {
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("power is " + power + ", expected above 0");
    }
    if (!(end >= 0 && end < 1)) {
      throw new IllegalArgumentException("end is " + end + ", expected in [0, 1)");
    }
  }

  @Override
  public double factor(long step, long totalSteps) {
    if (step < warmup.steps(totalSteps)) {
      return warmup.factor(step, totalSteps);
    }
    double left = 1 - Math.min(1, warmup.progress(step, totalSteps));
    return end + (1 - end) * Math.pow(left, power);
  }
}
