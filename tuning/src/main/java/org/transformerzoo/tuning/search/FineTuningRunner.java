package org.transformerzoo.tuning.search;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;

/**
 * Arbiter's runner of candidates in this process, which looks often whether the search is to end,
 * and leaves no threads behind.
 */
final class FineTuningRunner extends LocalOptimizationRunner {

  /** Runs end after their current step; what does not end in this time would hold up the end. */
  private static final long LONGEST_STEP_MILLISECONDS = 10 * 60 * 1000L;

  private static final long MILLISECONDS_BETWEEN_LOOKS = 20;

  /** Finished candidates, for whose next one Arbiter would wait a second each time. */
  private static final class Finished extends LinkedBlockingQueue<Future<OptimizationResult>> {
    private static final long serialVersionUID = 1;

    @Override
    public Future<OptimizationResult> poll(long timeout, TimeUnit unit)
        throws InterruptedException {
      return super.poll(
          Math.min(unit.toMillis(timeout), MILLISECONDS_BETWEEN_LOOKS), TimeUnit.MILLISECONDS);
    }
  }

  FineTuningRunner(int parallel, OptimizationConfiguration configuration, TaskCreator tasks) {
    super(parallel, configuration, tasks);
    completedFutures = new Finished();
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
