package org.transformerzoo.tuning.search;

import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.BaseOptimizationRunner;

/**
 * Where a search has its runs: in this process, or on other machines. What is decided about the
 * search, and its folder, stay in this process.
 */
public interface SearchPlace {

  /**
   * Takes a run to its end and leaves {@code log.txt}, {@code metrics.jsonl} and its model, if that
   * is wanted, in its folder. May be called by several threads.
   *
   * @return how it ended; a run that broke down has failed, with its reason
   * @throws SearchEndedException if the search ended in the middle of it
   * @throws SearchPlaceLostException if nothing can be computed any more
   * @throws org.transformerzoo.datavec.InvalidDataException if data that all candidates share
   *     cannot be used
   * @throws org.transformerzoo.zoo.InvalidModelException if the model that all candidates share
   *     cannot be used
   */
  RunResult take(RunRequest request);

  /** Arbiter's runner of the candidates; a task of {@code tasks} calls {@link #take}. */
  BaseOptimizationRunner runner(OptimizationConfiguration configuration, TaskCreator tasks);
}
