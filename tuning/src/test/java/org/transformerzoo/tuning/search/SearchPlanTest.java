package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.training.configuration.InvalidSettingException;

/** What a space and the way it is searched allow together. */
class SearchPlanTest {

  @TempDir private Path folder;

  @Test
  void aGridThatCannotBeFinishedIsRefused() {
    assertThatThrownBy(() -> SyntheticPlans.hill(Map.of("generator", "grid", "trials", 20)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "search.yaml: the grid of llrd, learning-rate has 25 members with search.grid-points 5,"
                + " expected at most search.trials, which is 20:"
                + " use fewer values or the generator random");
    assertThat(SyntheticPlans.hill(Map.of("generator", "grid", "trials", 60)).candidates())
        .isEqualTo(25);
  }

  @Test
  void aGridThatDoesNotFitIntoMemoryIsRefused() {
    assertThatThrownBy(
            () ->
                SyntheticPlans.hill(
                    Map.of("generator", "grid", "trials", 2_000_000_000, "grid-points", 5000)))
        .hasMessageContaining("has 25000000 members")
        .hasMessageContaining("expected at most 1000000:");
  }

  @Test
  void whatCandidatesAreComparedByDoesNotVary() {
    assertThatThrownBy(
            () ->
                SyntheticPlans.of(
                    Map.of("metric", Map.of("choice", List.of("accuracy", "loss"))),
                    Map.of(),
                    Map.of()))
        .hasMessageContaining("metric varies, expected one value: candidates are compared by it");
  }

  @Test
  void aSeedAndManySeedsAreRefused() {
    assertThatThrownBy(
            () ->
                SyntheticPlans.of(
                    Map.of("seed", Map.of("int", List.of(1, 5))), Map.of(), Map.of("seeds", 3)))
        .hasMessageContaining("seed is set and search.seeds is 3, expected one of them");
  }

  @Test
  void aSpaceInWhichNothingVariesIsRefused() {
    assertThatThrownBy(() -> SyntheticPlans.of(Map.of("llrd", 0.9), Map.of(), Map.of()))
        .hasMessageContaining("no setting varies, expected at least one such as llrd:");
  }

  @Test
  void thePlanIsReadAgainAsItWasWritten() {
    SearchPlan plan = SyntheticPlans.hill(Map.of("trials", 7, "seeds", 2));
    SearchFolder search = new SearchFolder(folder);
    search.write(SearchFolder.PLAN, plan.toYaml());
    assertThat(search.recordedPlan().toYaml()).isEqualTo(plan.toYaml());
    assertThat(search.recordedPlan().continues(plan)).isTrue();
  }
}
