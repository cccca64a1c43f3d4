package org.transformerzoo.training.schedule;

/**
 * How long the learning rate rises at the start of training.
 *
 * @param amount below 1 a share of all steps, from 1 on a whole number of steps
 */
public record Warmup(double amount) {

  /** Checks the number. */
  public Warmup {
    if (!(amount >= 0) || (amount >= 1 && amount != Math.rint(amount))) {
      throw new IllegalArgumentException(
          "warm-up is "
              + amount
              + ", expected a share of all steps in [0, 1) or a whole number of steps");
    }
  }

  /** The number of steps; a share is rounded up, as in transformers. */
  public long steps(long totalSteps) {
    return amount < 1 ? (long) Math.ceil(amount * (double) totalSteps) : (long) amount;
  }

  /**
   * The factor of the linear rise from 0: the first step of a warm-up has learning rate 0.
   *
   * @param step counted from 0, below {@code steps(totalSteps)}
   */
  double factor(long step, long totalSteps) {
    return (double) step / Math.max(1, steps(totalSteps));
  }

  /** Which share of the steps after the warm-up is over at {@code step}; above 1 after the end. */
  double progress(long step, long totalSteps) {
    long rising = steps(totalSteps);
    return (double) (step - rising) / Math.max(1, totalSteps - rising);
  }
}
