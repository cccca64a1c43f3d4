package org.transformerzoo.training.schedule;

/**
 * A constant learning rate, after a linear warm-up.
 *
 * @param warmup how long it rises; may be nothing
 */
public record ConstantSchedule(Warmup warmup) implements Schedule {

  @Override
  public double factor(long step, long totalSteps) {
    return step < warmup.steps(totalSteps) ? warmup.factor(step, totalSteps) : 1;
  }
}
