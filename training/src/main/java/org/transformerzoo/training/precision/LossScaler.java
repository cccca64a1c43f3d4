package org.transformerzoo.training.precision;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loss scale of a run, which follows a {@link LossScaling}. */
public final class LossScaler {

  private static final Logger LOG = LoggerFactory.getLogger(LossScaler.class);

  private final LossScaling scaling;
  private LossScale scale;

  /** At the beginning of training. */
  public LossScaler(LossScaling scaling) {
    this.scaling = scaling;
    this.scale = scaling.initial();
  }

  /** The scale of the next step. */
  public LossScale scale() {
    return scale;
  }

  /** Whether a step that is not finite may be skipped, because a smaller factor may do. */
  public boolean canShrink() {
    return scaling.afterOverflow(scale).isPresent();
  }

  /**
   * Takes note of a step.
   *
   * @param finite whether its loss and gradients were
   * @throws IllegalStateException if they were not and the factor cannot shrink
   */
  public void settle(boolean finite) {
    if (finite) {
      scale = scaling.afterFinite(scale);
      return;
    }
    LossScale smaller =
        scaling
            .afterOverflow(scale)
            .orElseThrow(() -> new IllegalStateException("The loss scale cannot shrink: " + scale));
    LOG.info(
        "Gradients overflowed at a loss scale of {}: step skipped, {} so far, going on at {}",
        scale.factor(),
        smaller.skipped(),
        smaller.factor());
    scale = smaller;
  }

  /** Goes on from a saved state. */
  public void resume(LossScale saved) {
    scale = saved;
  }
}
