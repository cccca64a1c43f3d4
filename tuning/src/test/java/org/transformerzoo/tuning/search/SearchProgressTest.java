package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.training.configuration.UpdateSettings;

/** What is told of a search while it runs. */
class SearchProgressTest {

  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;
  private final List<SearchStanding> told = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(5 * SECOND);

  private static CandidateResult candidate(int index, Ending ending, Double score) {
    return new CandidateResult(index, Map.of("llrd", 0.9), ending, score, List.of(), 10, "why");
  }

  private SearchProgress progress(SearchPlan plan, SearchRecord record) {
    return new SearchProgress(plan, record, (candidate, standing) -> told.add(standing), now::get);
  }

  private void finish(SearchProgress progress, SearchRecord record, CandidateResult candidate) {
    record.add(candidate);
    progress.onCandidateStatusChange(
        null, null, new OptimizationResult(null, null, 0, candidate, null, null));
  }

  private SearchStanding last() {
    return told.get(told.size() - 1);
  }

  @Test
  void tellsHowMuchIsDoneTheBestAndTheTimeLeft() {
    SearchPlan plan = SyntheticPlans.hill(Map.of("trials", 5));
    SearchRecord record = new SearchRecord(plan.metric(), List.of());
    SearchProgress progress = progress(plan, record);

    now.addAndGet(30 * SECOND);
    finish(progress, record, candidate(0, Ending.COMPLETE, 0.75));
    assertThat(last())
        .hasToString("1 of 5 done, best 0.7500 (candidate 0: llrd 0.9), about 2 min left");
    now.addAndGet(10 * SECOND);
    finish(progress, record, candidate(2, Ending.FAILED, null));
    finish(progress, record, candidate(1, Ending.STOPPED, 0.9));
    assertThat(last())
        .hasToString(
            "3 of 5 done, 1 failed, 1 stopped, best 0.7500 (candidate 0: llrd 0.9), about 27 s left");
  }

  @Test
  void whatAnEarlierProcessFinishedCountsAsDoneButNotForTheTimeLeft() {
    SearchPlan plan = SyntheticPlans.hill(Map.of("trials", 4));
    SearchRecord record =
        new SearchRecord(
            plan.metric(),
            List.of(candidate(0, Ending.COMPLETE, 0.5), candidate(1, Ending.COMPLETE, 0.25)));
    SearchProgress progress = progress(plan, record);
    now.addAndGet(60 * SECOND);
    finish(progress, record, candidate(2, Ending.COMPLETE, 0.25));
    assertThat(last().finished()).isEqualTo(3);
    assertThat(last().secondsLeft()).isCloseTo(60, within(1e-6));
    assertThat(last().best().index()).isZero();
  }

  @Test
  void aTimeLimitLimitsTheTimeLeft() {
    SearchPlan plan = SyntheticPlans.hill(Map.of("trials", 1000, "minutes", 1));
    SearchRecord record = new SearchRecord(plan.metric(), List.of());
    SearchProgress progress = progress(plan, record);
    now.addAndGet(10 * SECOND);
    finish(progress, record, candidate(0, Ending.COMPLETE, 0.5));
    assertThat(last().secondsLeft()).isCloseTo(50, within(1e-6));
  }

  @Test
  void aSearchTellsOfEachCandidateOnce() {
    List<Integer> finished = new ArrayList<>();
    new Search(
            SyntheticPlans.of(
                Map.of("learning-rate", Map.of("choice", List.of(0.1, 0.2, 0.3))),
                Map.of(),
                Map.of("generator", "grid")),
            folder.resolve("found"))
        .trial(new SyntheticTrial(run -> run.get(UpdateSettings.LEARNING_RATE)))
        .view(
            (candidate, standing) -> {
              finished.add(candidate.index());
              told.add(standing);
            })
        .run();
    assertThat(finished).containsExactly(0, 1, 2);
    assertThat(told).extracting(SearchStanding::finished).containsExactly(1, 2, 3);
    assertThat(last().best().index()).isEqualTo(2);
    assertThat(last()).hasToString("3 of 3 done, best 0.3000 (candidate 2: learning-rate 0.3)");
  }
}
