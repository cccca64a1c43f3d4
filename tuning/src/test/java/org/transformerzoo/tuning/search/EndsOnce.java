package org.transformerzoo.tuning.search;

import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/** Ends a search once something has happened. */
record EndsOnce(CountDownLatch happened) implements TerminationCondition {

  @Override
  public void initialize(IOptimizationRunner runner) {}

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    return happened.getCount() == 0;
  }
}
