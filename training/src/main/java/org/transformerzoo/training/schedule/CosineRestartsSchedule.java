package org.transformerzoo.training.schedule;

/**
 * Linear warm-up, then a cosine that falls to 0 and starts again at 1 (Loshchilov and Hutter, 2017,
 * arXiv 1608.03983).
 *
 * @param warmup how long it rises; may be nothing
 * @param cycles how often it falls, at least 1; a part of a cycle is cut off at the end
 */
public record CosineRestartsSchedule(Warmup warmup, double cycles) implements Schedule {

  /** Checks the number. */
  public CosineRestartsSchedule {
    if (!(cycles >= 1 && cycles < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("cycles is " + cycles + ", expected at least 1");
    }
  }

  @Override
  public double factor(long step, long totalSteps) {
    if (step < warmup.steps(totalSteps)) {
      return warmup.factor(step, totalSteps);
    }
    double progress = warmup.progress(step, totalSteps);
    if (progress >= 1) {
      return 0;
    }
    return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (cycles * progress % 1))));
  }
}
