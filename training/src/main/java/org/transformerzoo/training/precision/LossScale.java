package org.transformerzoo.training.precision;

/**
 * The state of loss scaling after some steps; a checkpoint saves it.
 *
 * @param factor what the loss of the next step is multiplied with, at least 1
 * @param steps how many steps in a row have been finite since the factor last changed
 * @param skipped how many steps have left the weights as they were because gradients overflowed
 */
public record LossScale(double factor, int steps, long skipped) {

  /** The loss as it is. */
  public static final LossScale ONE = new LossScale(1, 0, 0);

  /** Checks the numbers. */
  public LossScale {
    if (!(factor >= 1 && factor <= Double.MAX_VALUE) || steps < 0 || skipped < 0) {
      throw new IllegalArgumentException(
          "factor, steps and skipped are %s, %d, %d, expected at least 1, 0 and 0"
              .formatted(factor, steps, skipped));
    }
  }
}
