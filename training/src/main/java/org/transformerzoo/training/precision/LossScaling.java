package org.transformerzoo.training.precision;

import java.util.Optional;

/**
 * Dynamic loss scaling (Micikevicius et al., 2018, arXiv 1710.03740, section 3.2): the loss is
 * multiplied with a factor so that small gradients do not vanish in float16, and gradients are
 * divided by it before the float32 weights take their step. The factor grows while gradients stay
 * finite and shrinks when they overflow. Factors that are powers of two change no digit.
 *
 * @param start the first factor
 * @param growth what the factor is multiplied with, above 1, or 1 for a factor that never grows
 * @param backoff what it is multiplied with after an overflow, below 1, or 1 for no scaling
 * @param interval finite steps in a row after which it grows
 */
public record LossScaling(double start, double growth, double backoff, int interval) {

  private static final double LARGEST = 0x1p24;

  /** Checks the numbers. */
  public LossScaling {
    if (!(start >= 1 && start <= LARGEST && growth >= 1 && backoff > 0 && backoff <= 1)
        || interval < 1) {
      throw new IllegalArgumentException(
          ("start, growth, backoff and interval are %s, %s, %s, %d, expected a start from 1 to"
                  + " 2^24, growth of at least 1, backoff in (0, 1] and at least 1")
              .formatted(start, growth, backoff, interval));
    }
  }

  /** For float16: from 2^16, twice as much after 2000 finite steps, half after an overflow. */
  public static LossScaling dynamic() {
    return new LossScaling(0x1p16, 2, 0.5, 2000);
  }

  /** The loss is left as it is, and what is not finite is an error. */
  public static LossScaling none() {
    return new LossScaling(1, 1, 1, 1);
  }

  /** The state at the beginning of training. */
  public LossScale initial() {
    return new LossScale(start, 0, 0);
  }

  /** The state after a step with finite gradients at {@code scale}. */
  LossScale afterFinite(LossScale scale) {
    int steps = scale.steps() + 1;
    return steps < interval
        ? new LossScale(scale.factor(), steps, scale.skipped())
        : new LossScale(Math.min(scale.factor() * growth, LARGEST), 0, scale.skipped());
  }

  /** The state after an overflow at {@code scale}; empty if the factor cannot shrink. */
  Optional<LossScale> afterOverflow(LossScale scale) {
    double smaller = Math.max(scale.factor() * backoff, 1);
    return smaller == scale.factor()
        ? Optional.empty()
        : Optional.of(new LossScale(smaller, 0, scale.skipped() + 1));
  }
}
