package org.transformerzoo.tuning.search;

import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/** When a search ends. */
sealed interface Termination extends TerminationCondition {

  @Override
  default void initialize(IOptimizationRunner runner) {}

  /**
   * All candidates are finished. Without this Arbiter's runner would wait for ever for further ones
   * of a grid that is exhausted.
   */
  record Exhausted(CandidateSequence sequence) implements Termination {
    @Override
    public boolean terminate(IOptimizationRunner runner) {
      return runner.numCandidatesQueued() == 0 && sequence.isFinished();
    }
  }

  /** The search was told to end. */
  record Told(StopSignal stop) implements Termination {
    @Override
    public boolean terminate(IOptimizationRunner runner) {
      return stop.isGiven();
    }
  }

  /** Another condition, which also ends what is under way, so that nobody waits for that. */
  record AtOnce(TerminationCondition condition, StopSignal stop) implements Termination {
    @Override
    public void initialize(IOptimizationRunner runner) {
      condition.initialize(runner);
    }

    @Override
    public boolean terminate(IOptimizationRunner runner) {
      boolean ends = condition.terminate(runner);
      if (ends) {
        stop.give();
      }
      return ends;
    }
  }
}
