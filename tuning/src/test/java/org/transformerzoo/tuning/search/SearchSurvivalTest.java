package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingListener;

/** Searches that end at every point where they can, and go on. */
class SearchSurvivalTest {

  @TempDir private Path folder;

  /** What ends a process ends it without a word to anybody. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static SearchPlan plan(String generator) {
    return SyntheticPlans.hill(
        Map.of("generator", generator, "trials", 6, "seeds", 2, "population", 4, "grid-points", 2));
  }

  private Search search(SearchPlan plan, String name, CandidateTrial trial) {
    return new Search(plan, folder.resolve(name)).trial(trial);
  }

  private static List<?> board(SearchOutcome outcome) {
    return outcome.leaderboard().stream()
        .map(result -> List.of(result.index(), result.varied(), result.score()))
        .toList();
  }

  /** Killed in the run that makes evaluation {@code point}, or just after its last one. */
  private static CandidateTrial killedAt(SyntheticTrial trial, int point) {
    AtomicInteger seen = new AtomicInteger();
    return (configuration, place, listeners) -> {
      List<TrainingListener> all = new ArrayList<>(listeners);
      all.add(
          new TrainingListener() {
            @Override
            public void evaluated(StepMetrics metrics, boolean best) {
              if (seen.incrementAndGet() == point) {
                throw new Killed();
              }
            }
          });
      return trial.run(configuration, place, all);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "grid", "genetic"})
  void killedAtAnyEvaluationItGoesOnAndEndsTheSame(String generator) {
    SyntheticTrial undisturbed = new SyntheticTrial(SyntheticTrial.HILL);
    SearchOutcome expected = search(plan(generator), "whole", undisturbed).run();
    for (int point = 1; point <= undisturbed.evaluations(); point += 7) {
      SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
      String name = "killed-" + point;
      Search killed = search(plan(generator), name, killedAt(trial, point));
      assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
      SearchOutcome outcome = search(plan(generator), name, trial).run();
      assertThat(board(outcome)).isEqualTo(board(expected));
      assertThat(trial.finished()).doesNotHaveDuplicates().hasSameSizeAs(undisturbed.finished());
    }
  }

  @Test
  void killedAroundTheWritingOfAResultItGoesOnAndEndsTheSame() {
    SearchOutcome expected =
        search(plan("genetic"), "whole", new SyntheticTrial(SyntheticTrial.HILL)).run();
    for (int point = 1; point <= 18; point++) { // created, running, complete of six candidates
      SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
      String name = "killed-" + point;
      Search killed = search(plan("genetic"), name, trial).listeners(killingAt(point));
      assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
      SearchOutcome outcome = search(plan("genetic"), name, trial).run();
      assertThat(board(outcome)).isEqualTo(board(expected));
      assertThat(trial.finished()).doesNotHaveDuplicates().hasSize(12);
    }
  }

  private static BaseStatusListener killingAt(int point) {
    AtomicInteger seen = new AtomicInteger();
    return new BaseStatusListener() {
      @Override
      public void onCandidateStatusChange(
          CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
        if (seen.incrementAndGet() == point) {
          throw new Killed();
        }
      }
    };
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsNotTakenForAResult() throws IOException {
    SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
    SearchOutcome expected = search(plan("random"), "found", trial).run();
    Path candidate = folder.resolve("found/candidates/00002");
    Files.delete(candidate.resolve("result.json"));
    Files.writeString(candidate.resolve(".result.json.1.part"), "{\"index\": 2,");
    SearchOutcome outcome = search(plan("random"), "found", trial).run();
    assertThat(board(outcome)).isEqualTo(board(expected));
    assertThat(trial.finished()).as("its runs were finished").hasSize(12);
  }

  @Test
  void moreTrialsContinueASearch() {
    SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
    search(SyntheticPlans.hill(Map.of("trials", 3)), "found", trial).run();
    SearchOutcome outcome = search(SyntheticPlans.hill(Map.of("trials", 5)), "found", trial).run();
    assertThat(outcome.leaderboard()).hasSize(5);
    assertThat(trial.finished())
        .containsExactly("00000/run-1", "00001/run-1", "00002/run-1", "00003/run-1", "00004/run-1");
  }

  @Test
  void anotherSearchOrAForeignFolderIsRefused() throws IOException {
    SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
    search(plan("random"), "found", trial).run();
    assertThatThrownBy(() -> search(plan("grid"), "found", trial).run())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("has another space, generator, seeds or search-seed");
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> search(plan("random"), "foreign", trial).run())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("is not empty and holds no search");
  }

  @Test
  void twoProcessesDoNotWriteToOneSearch() {
    SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
    CandidateTrial nested =
        (configuration, place, listeners) -> {
          assertThatThrownBy(() -> search(plan("random"), "found", trial).run())
              .isInstanceOf(InvalidSettingException.class)
              .hasMessageContaining("Another search is writing to");
          return trial.run(configuration, place, listeners);
        };
    assertThat(search(plan("random"), "found", nested).run().best()).isPresent();
  }
}
