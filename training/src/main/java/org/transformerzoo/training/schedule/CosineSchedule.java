package org.transformerzoo.training.schedule;

/**
 * Linear warm-up, then a cosine from 1 (Loshchilov and Hutter, 2017, arXiv 1608.03983), as in
 * transformers: (1 + cos(2π·cycles·x))/2 at the share x of the steps after the warm-up.
 *
 * @param warmup how long it rises; may be nothing
 * @param cycles waves of the cosine, above 0; half a wave ends at 0
 */
public record CosineSchedule(Warmup warmup, double cycles) implements Schedule {

  /** Checks the number. */
  public CosineSchedule {
    if (!(cycles > 0 && cycles < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("cycles is " + cycles + ", expected above 0");
    }
  }

  @Override
  public double factor(long step, long totalSteps) {
    if (step < warmup.steps(totalSteps)) {
      return warmup.factor(step, totalSteps);
    }
    double progress = warmup.progress(step, totalSteps);
    return Math.max(0, 0.5 * (1 + Math.cos(2 * Math.PI * cycles * progress)));
  }
}
