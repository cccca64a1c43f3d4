package org.transformerzoo.scaleout.search;

import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.transformerzoo.tuning.search.FineTuningRunner;

/**
 * Arbiter's runner of candidates on the executors of Spark: as many at a time as these have slots,
 * which is asked for again and again, since executors come and go. For each of them a thread of the
 * driver waits and notes what comes back; when the search is to end, what is under way is
 * cancelled.
 */
public final class SparkOptimizationRunner extends FineTuningRunner {

  private final SparkPlace place;

  SparkOptimizationRunner(
      SparkPlace place, OptimizationConfiguration configuration, TaskCreator tasks) {
    super(place::slots, configuration, tasks);
    this.place = place;
  }

  @Override
  public void shutdown(boolean awaitTermination) {
    place.end();
    super.shutdown(awaitTermination);
  }
}
