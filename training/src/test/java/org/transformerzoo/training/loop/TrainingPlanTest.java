package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.configuration.FineTuningConfiguration;

class TrainingPlanTest {

  private static List<Long> evaluations(TrainingPlan plan) {
    return LongStream.rangeClosed(1, plan.totalSteps())
        .filter(plan::evaluatesAfter)
        .boxed()
        .toList();
  }

  @Test
  void stepsAreEpochsTimesGroupsOfBatches() {
    FineTuningConfiguration configuration =
        FineTuningConfiguration.builder().set("accumulation", 4).set("epochs", 3).buildPartial();
    TrainingPlan plan = TrainingPlan.of(configuration, 10);
    assertThat(plan.stepsPerEpoch()).isEqualTo(3);
    assertThat(plan.totalSteps()).isEqualTo(9);
    assertThat(
            TrainingPlan.of(configuration.toBuilder().set("steps", 7).buildPartial(), 10)
                .totalSteps())
        .isEqualTo(7);
  }

  @Test
  void evaluationsAreSpreadOverTheEpoch() {
    assertThat(evaluations(new TrainingPlan(5, 10, OptionalLong.empty(), 1)))
        .containsExactly(5L, 10L);
    assertThat(evaluations(new TrainingPlan(5, 10, OptionalLong.empty(), 2)))
        .containsExactly(3L, 5L, 8L, 10L);
    assertThat(evaluations(new TrainingPlan(3, 3, OptionalLong.empty(), 10)))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void evaluationsCanBeCountedInStepsAndTheLastStepAlwaysHasOne() {
    assertThat(evaluations(new TrainingPlan(5, 10, OptionalLong.of(4), 1)))
        .containsExactly(4L, 8L, 10L);
  }
}
