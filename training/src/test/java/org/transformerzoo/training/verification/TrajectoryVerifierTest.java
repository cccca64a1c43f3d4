package org.transformerzoo.training.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/** All recorded courses of training, with both executors. */
class TrajectoryVerifierTest {

  private static final Path FOLDER = Path.of("src/test/resources/fixtures/trajectory");
  private static final int TRAJECTORIES = 10;

  @ParameterizedTest
  @EnumSource
  void everyTrajectoryIsRepeated(ExecutorKind kind) {
    Report report = new TrajectoryVerifier(FOLDER).verify(null, kind);
    assertThat(report.notCompared()).isEmpty();
    assertThat(report.comparisons()).hasSize(4 * TRAJECTORIES).allMatch(Comparison::passed);
  }

  @Test
  void oneTrajectoryCanBeChosen() {
    Report report = new TrajectoryVerifier(FOLDER).verify("adamw");
    assertThat(report.comparisons()).hasSize(4);
    assertThat(report.passed()).isTrue();
  }

  @Test
  void anUnknownNameIsNoVariant() {
    TrajectoryRecipe recipe = TrajectoryRecipe.read(FOLDER.resolve("recipe.json"));
    assertThat(TrajectoryVariant.named("adamw_llrd_0.95", recipe)).isPresent();
    assertThat(TrajectoryVariant.named("sgd_swa_from_step_2", recipe)).isPresent();
    assertThat(TrajectoryVariant.named("adamw_with_luck", recipe)).isEmpty();
    assertThat(TrajectoryVariant.named("adma", recipe)).isEmpty();
  }
}
