package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arbiter's generators on a hill whose top, 1, is known. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratorTest {

  @TempDir private Path folder;

  private SearchOutcome search(Map<String, ?> options, String name) {
    return new Search(SyntheticPlans.hill(options), folder.resolve(name))
        .trial(new SyntheticTrial(SyntheticTrial.HILL))
        .run();
  }

  @ParameterizedTest
  @CsvSource({"random, 0.9", "grid, 1.0", "genetic, 0.95"})
  void comesNearTheTop(String generator, double height) {
    SearchOutcome outcome =
        search(Map.of("generator", generator, "trials", 60, "population", 8), "found");
    assertThat(outcome.whole()).isTrue();
    assertThat(outcome.best().orElseThrow().score()).isGreaterThanOrEqualTo(height - 1e-12);
  }

  @Test
  void theGridEndsWhenItIsExhausted() {
    SearchOutcome outcome =
        search(Map.of("generator", "grid", "trials", 1000, "grid-points", 3), "grid");
    assertThat(outcome.whole()).isTrue();
    assertThat(outcome.leaderboard()).hasSize(9);
    assertThat(outcome.leaderboard())
        .extracting(candidate -> (Double) candidate.varied().get("llrd"))
        .containsOnly(0.8, 0.9, 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "grid", "genetic"})
  void theSameSeedGivesTheSameCandidatesHoweverManyRunAtATime(String generator) {
    Map<String, Object> alone = Map.of("generator", generator, "trials", 25, "population", 5);
    Map<String, Object> together =
        Map.of("generator", generator, "trials", 25, "population", 5, "parallel", 2);
    assertThat(settings(search(together, "together"))).isEqualTo(settings(search(alone, "alone")));
  }

  private static List<Map<String, Object>> settings(SearchOutcome outcome) {
    return outcome.leaderboard().stream().map(CandidateResult::varied).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "genetic"})
  void anotherSeedGivesOtherCandidates(String generator) {
    assertThat(settings(search(Map.of("generator", generator, "trials", 5), "one")))
        .doesNotContainAnyElementsOf(
            settings(search(Map.of("generator", generator, "trials", 5, "search-seed", 2), "two")));
  }

  @Test
  void laterGenerationsAreBetterThanTheFirst() {
    List<CandidateResult> candidates =
        search(Map.of("generator", "genetic", "trials", 60, "population", 10), "bred")
            .leaderboard();
    assertThat(meanOf(candidates, 50, 60)).isGreaterThan(meanOf(candidates, 0, 10));
  }

  private static double meanOf(List<CandidateResult> candidates, int from, int to) {
    return candidates.stream()
        .filter(candidate -> candidate.index() >= from && candidate.index() < to)
        .mapToDouble(CandidateResult::score)
        .average()
        .orElseThrow();
  }
}
