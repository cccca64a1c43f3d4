package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskSamplingTest {

  private static final List<Long> EXAMPLES = List.of(9L, 1L, 90L);
  private static final int DRAWS = 100_000;

  /** Five standard deviations of a share of {@link #DRAWS} draws, at most. */
  private static final double BOUND = 5 * 0.5 / Math.sqrt(DRAWS);

  private static TaskSampling named(String name) {
    return TaskSampling.named(
        name, EXAMPLES, new TrainingPlan(10, 50, OptionalLong.empty(), 1), 42);
  }

  private static double share(TaskSampling sampling, long from, int task) {
    return (double)
            LongStream.range(from, from + DRAWS).filter(step -> sampling.task(step) == task).count()
        / DRAWS;
  }

  @Test
  void proportionalDrawsByTheNumberOfExamples() {
    assertThat(share(named("proportional"), 0, 0)).isCloseTo(0.09, within(BOUND));
    assertThat(share(named("proportional"), 0, 1)).isCloseTo(0.01, within(BOUND));
    assertThat(share(named("proportional"), 0, 2)).isCloseTo(0.9, within(BOUND));
  }

  @Test
  void squareRootFavoursSmallTasks() {
    double all = 3 + 1 + Math.sqrt(90);
    assertThat(share(named("square-root"), 0, 0)).isCloseTo(3 / all, within(BOUND));
    assertThat(share(named("square-root"), 0, 1)).isCloseTo(1 / all, within(BOUND));
  }

  @Test
  void annealedFallsFromTheNumberToItsFifthRoot() {
    TaskSampling.Annealed annealed = (TaskSampling.Annealed) named("annealed");
    assertThat(LongStream.of(0, 9, 10, 25, 39, 49, 70).mapToDouble(annealed::exponent))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(1.0, 1.0, 0.8, 0.6, 0.4, 0.2, 0.2);
    double all = Math.pow(9, 0.2) + 1 + Math.pow(90, 0.2);
    assertThat(share(annealed, 40, 1)).isCloseTo(1 / all, within(BOUND));
    assertThat(new TaskSampling.Annealed(EXAMPLES, 10, 1, 42).exponent(3)).isEqualTo(1);
  }

  @Test
  void roundRobinTakesTurns() {
    TaskSampling sampling = named("round-robin");
    assertThat(LongStream.range(0, 7).mapToInt(sampling::task))
        .containsExactly(0, 1, 2, 0, 1, 2, 0);
  }

  private static List<String> names() {
    return TaskSampling.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void equalSeedsDrawAlikeWhereverOneBegins(String name) {
    List<Integer> all = LongStream.range(0, 60).mapToObj(step -> named(name).task(step)).toList();
    TaskSampling again = named(name);
    for (int step = 59; step >= 0; step--) {
      assertThat(again.task(step)).isEqualTo(all.get(step));
    }
  }

  @Test
  void otherSeedsDrawOtherwise() {
    TaskSampling other = new TaskSampling.Power(EXAMPLES, 0.5, 43);
    assertThat(LongStream.range(0, 60).mapToObj(other::task).toList())
        .isNotEqualTo(LongStream.range(0, 60).mapToObj(named("square-root")::task).toList());
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> named("fair"))
        .hasMessage(
            "There is no sampling \"fair\", expected one of proportional, square-root, annealed,"
                + " round-robin");
  }
}
