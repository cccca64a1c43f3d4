package org.transformerzoo.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.ISchedule;

class ScheduleTest {

  @Test
  void linearRisesFromZeroAndFallsTowardsZero() {
    Schedule schedule = new LinearSchedule(new Warmup(2));
    double[] expected = {0, 0.5, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.factor(step, 12)).isCloseTo(expected[step], within(1e-15));
    }
  }

  @Test
  void withoutWarmupTheFirstStepHasTheFullRate() {
    assertThat(new LinearSchedule(new Warmup(0)).factor(0, 10)).isEqualTo(1);
    assertThat(new ConstantSchedule(new Warmup(0)).factor(9, 10)).isEqualTo(1);
  }

  @Test
  void constantStaysAfterWarmup() {
    Schedule schedule = new ConstantSchedule(new Warmup(4));
    assertThat(schedule.factor(0, 100)).isZero();
    assertThat(schedule.factor(3, 100)).isEqualTo(0.75);
    assertThat(schedule.factor(4, 100)).isEqualTo(1);
    assertThat(schedule.factor(99, 100)).isEqualTo(1);
  }

  @Test
  void aWarmupBelowOneIsAShareRoundedUp() {
    assertThat(new Warmup(0.1).steps(25)).isEqualTo(3);
    assertThat(new Warmup(7).steps(25)).isEqualTo(7);
  }

  @Test
  void refusesAWarmupOfPartsOfSteps() {
    assertThatThrownBy(() -> new Warmup(1.5)).hasMessageContaining("warm-up is 1.5, expected");
    assertThatThrownBy(() -> new Warmup(-0.1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownNameIsToldWithTheKnownOnes() {
    assertThatThrownBy(() -> Schedules.named("zigzag", ScheduleSettings.of(new Warmup(0))))
        .hasMessage(
            "There is no schedule \"zigzag\", expected one of linear, constant, cosine,"
                + " cosine-restarts, polynomial");
  }

  @Test
  void everyScheduleStartsHighWithoutWarmupAndStaysWithinBounds() {
    for (String name : Schedules.names()) {
      Schedule schedule = Schedules.named(name, ScheduleSettings.of(new Warmup(0)));
      assertThat(schedule.factor(0, 50)).isEqualTo(1);
      for (int step = 0; step < 50; step++) {
        assertThat(schedule.factor(step, 50)).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void refusesShapesThatMakeNoSense() {
    Warmup none = new Warmup(0);
    assertThatThrownBy(() -> new CosineSchedule(none, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new CosineRestartsSchedule(none, 0.5))
        .hasMessage("cycles is 0.5, expected at least 1");
    assertThatThrownBy(() -> new PolynomialSchedule(none, 0, 0)).hasMessageContaining("power is");
    assertThatThrownBy(() -> new PolynomialSchedule(none, 1, 1)).hasMessageContaining("end is");
  }

  @Test
  void aTailIsConstantAfterAnyCourse() {
    Schedule tail = new ConstantTail(new LinearSchedule(new Warmup(2)), 6, 0.25);
    assertThat(tail.factor(1, 10)).isEqualTo(0.5);
    assertThat(tail.factor(5, 10)).isEqualTo(5.0 / 8);
    assertThat(tail.factor(6, 10)).isEqualTo(0.25);
    assertThat(tail.factor(9, 10)).isEqualTo(0.25);
  }

  @Test
  void nd4jCanReadAnySchedule() {
    ISchedule schedule = new Nd4jSchedule(new LinearSchedule(new Warmup(2)), 4e-3, 10);
    assertThat(schedule.valueAt(1, 0)).isEqualTo(2e-3);
    assertThat(schedule.valueAt(9, 3)).isEqualTo(4e-3 / 8);
    assertThat(schedule.clone().valueAt(50, 3)).isEqualTo(4e-3 / 8);
  }
}
