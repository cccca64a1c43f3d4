package org.transformerzoo.tuning.search;

import org.transformerzoo.tuning.stopping.MedianStopping;
import org.transformerzoo.tuning.stopping.StoppingRule;
import org.transformerzoo.tuning.stopping.SuccessiveHalving;

/** Whether runs that do badly are given up. */
public enum Stopping {
  /** They are not. */
  NONE(StoppingRule.NONE),
  /** By {@link MedianStopping}. */
  MEDIAN(MedianStopping.DEFAULT),
  /** By {@link SuccessiveHalving}. */
  HALVING(SuccessiveHalving.DEFAULT);

  @SuppressWarnings("ImmutableEnumChecker") // records and a lambda without state
  private final StoppingRule rule;

  Stopping(StoppingRule rule) {
    this.rule = rule;
  }

  StoppingRule rule() {
    return rule;
  }
}
