package org.transformerzoo.tuning.search;

import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;

/** Arbiter's runner of candidates in this process, which leaves no threads behind. */
final class FineTuningRunner extends LocalOptimizationRunner {

  /** Runs end after their current step; what does not end in this time would hold up the end. */
  private static final long LONGEST_STEP_MILLISECONDS = 10 * 60 * 1000L;

  FineTuningRunner(int parallel, OptimizationConfiguration configuration, TaskCreator tasks) {
    super(parallel, configuration, tasks);
    setShutdownMaxWaitMS(LONGEST_STEP_MILLISECONDS);
  }

  @Override
  public void execute() {
    try {
      super.execute();
    } finally {
      shutdown(false);
      futureListenerExecutor.shutdown();
    }
  }
}
