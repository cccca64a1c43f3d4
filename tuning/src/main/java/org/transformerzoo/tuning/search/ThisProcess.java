package org.transformerzoo.tuning.search;

import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;

/**
 * The runs of a search in this process.
 *
 * @param trial what a run is
 * @param parallel candidates at a time
 * @param stop ends the runs
 */
record ThisProcess(CandidateTrial trial, int parallel, StopSignal stop) implements SearchPlace {

  @Override
  public RunResult take(RunRequest request) {
    return new RunInProcess(trial, stop::isGiven).take(request);
  }

  @Override
  public FineTuningRunner runner(OptimizationConfiguration configuration, TaskCreator tasks) {
    return new FineTuningRunner(() -> parallel, configuration, tasks);
  }
}
