package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that give up runs which do badly. */
class EarlyStoppingTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"median", "halving"})
  void badRunsAreStoppedRecordedAndNeverBest(String stopping) {
    SyntheticTrial all = new SyntheticTrial(SyntheticTrial.HILL);
    SearchOutcome whole =
        new Search(SyntheticPlans.hill(Map.of("trials", 30)), folder.resolve("whole"))
            .trial(all)
            .run();
    SyntheticTrial trial = new SyntheticTrial(SyntheticTrial.HILL);
    SearchOutcome outcome =
        new Search(
                SyntheticPlans.hill(Map.of("trials", 30, "stopping", stopping)),
                folder.resolve("stopped"))
            .trial(trial)
            .run();

    assertThat(outcome.best().orElseThrow().index()).isEqualTo(whole.best().orElseThrow().index());
    List<CandidateResult> stopped =
        outcome.leaderboard().stream()
            .filter(candidate -> candidate.ending() == Ending.STOPPED)
            .toList();
    assertThat(stopped).isNotEmpty();
    assertThat(stopped)
        .allSatisfy(candidate -> assertThat(candidate.reason()).startsWith("After "))
        .allSatisfy(candidate -> assertThat(candidate.score()).isNotNull());
    assertThat(trial.evaluations()).isLessThan(all.evaluations());
    assertThat(outcome.leaderboard())
        .as("complete ones come first")
        .isSortedAccordingTo((one, other) -> one.ending().compareTo(other.ending()));
  }
}
