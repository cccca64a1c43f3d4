package org.transformerzoo.tuning.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class SeedEffectsTest {

  private static List<StudyRun> crossed(ToDoubleBiFunction<Long, Long> value) {
    List<StudyRun> runs = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      for (long order = 1; order <= 4; order++) {
        double last = value.applyAsDouble(seed, order);
        runs.add(new StudyRun("task", "variant", seed, order, "accuracy", last, last, 0, false));
      }
    }
    return runs;
  }

  @Test
  void tellsWhichOfTheSeedsTheSpreadComesFrom() {
    SeedEffects initialization =
        SeedEffects.of("variant", crossed((seed, order) -> seed)).orElseThrow();
    assertThat(initialization.initialization()).isCloseTo(1, within(1e-12));
    SeedEffects order = SeedEffects.of("variant", crossed((seed, data) -> data)).orElseThrow();
    assertThat(order.dataOrder()).isCloseTo(1, within(1e-12));
  }

  @Test
  void sharesAddUpAndTheRestIsWhatNeitherExplains() {
    SeedEffects both =
        SeedEffects.of("variant", crossed((seed, order) -> seed + order + (seed * order) % 2))
            .orElseThrow();
    assertThat(both.initialization() + both.dataOrder() + both.rest()).isCloseTo(1, within(1e-12));
    assertThat(both.rest()).isPositive();
  }

  @Test
  void isSilentWithoutACross() {
    List<StudyRun> runs = crossed((seed, order) -> seed);
    assertThat(SeedEffects.of("variant", runs.subList(0, 11))).isEmpty();
    assertThat(SeedEffects.of("variant", runs.subList(0, 4))).isEmpty();
    assertThat(SeedEffects.of("variant", crossed((seed, order) -> 0.5))).isEmpty();
  }
}
