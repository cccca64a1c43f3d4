package org.transformerzoo.tuning.search;

import java.util.List;
import java.util.function.LongSupplier;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;

/** Tells a view of each finished candidate, and how long the others will take. */
final class SearchProgress extends BaseStatusListener {

  private static final double NANOSECOND = 1e-9;
  private static final double MINUTE = 60;

  private final SearchPlan plan;
  private final SearchRecord record;
  private final SearchView view;
  private final LongSupplier clock;
  private final int finishedBefore;
  private final long begin;

  /**
   * Begins to measure now.
   *
   * @param record in which a finished candidate is before this is told of it
   * @param clock in nanoseconds
   */
  SearchProgress(SearchPlan plan, SearchRecord record, SearchView view, LongSupplier clock) {
    this.plan = plan;
    this.record = record;
    this.view = view;
    this.clock = clock;
    this.finishedBefore = record.size();
    this.begin = clock.getAsLong();
  }

  @Override
  public synchronized void onCandidateStatusChange(
      CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
    if (result != null && result.getModelSpecificResults() instanceof CandidateResult candidate) {
      view.finished(candidate, standing());
    }
  }

  private SearchStanding standing() {
    List<CandidateResult> finished = record.inOrder();
    return new SearchStanding(
        finished.size(),
        plan.candidates(),
        count(finished, Ending.FAILED),
        count(finished, Ending.STOPPED),
        record.best().orElse(null),
        secondsLeft(finished.size()));
  }

  private static long count(List<CandidateResult> finished, Ending ending) {
    return finished.stream().filter(candidate -> candidate.ending() == ending).count();
  }

  private Double secondsLeft(int finished) {
    double passed = (clock.getAsLong() - begin) * NANOSECOND;
    int finishedNow = finished - finishedBefore;
    if (finishedNow == 0) {
      return null;
    }
    double left = passed / finishedNow * (plan.candidates() - finished);
    int limit = plan.options().minutes();
    return limit == 0 ? left : Math.max(0, Math.min(left, limit * MINUTE - passed));
  }
}
