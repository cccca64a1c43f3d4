package org.transformerzoo.training.schedule;

/**
 * Linear warm-up, then linear decay to 0 (Devlin et al., 2018): k/max(1,w) for the first w of T
 * steps, then (T−k)/max(1,T−w).
 *
 * @param warmup how long it rises; may be nothing
 */
public record LinearSchedule(Warmup warmup) implements Schedule {

  @Override
  public double factor(long step, long totalSteps) {
    long rising = warmup.steps(totalSteps);
    if (step < rising) {
      return warmup.factor(step, totalSteps);
    }
    return Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - rising));
  }
}
