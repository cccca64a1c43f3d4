package org.transformerzoo.tuning.stopping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.evaluation.Metric;

class StoppingRuleTest {

  private static final Metric ACCURACY = Metric.higher("accuracy");
  private static final Metric LOSS = Metric.lower("loss");

  /** A run of 8 steps with an evaluation after every second one. */
  private static Curve curve(double... values) {
    return new Curve(
        8,
        IntStream.range(0, values.length)
            .mapToObj(i -> new Curve.Point(2L * (i + 1), values[i]))
            .toList());
  }

  private static List<Curve> others(double... levels) {
    return Arrays.stream(levels).mapToObj(x -> curve(x, x, x, x)).toList();
  }

  @Test
  void theMedianRuleStopsWhatIsWorseThanHalfOfTheOthers() {
    MedianStopping rule = new MedianStopping(3, 0.5);
    List<Curve> others = others(0.5, 0.6, 0.7);
    assertThat(rule.reasonToStop(curve(0.55, 0.59), others, ACCURACY))
        .contains(
            "After 50 % of the run its best accuracy was 0.5900, the median of 3 runs 0.6000");
    assertThat(rule.reasonToStop(curve(0.61, 0.55), others, ACCURACY)).isEmpty();
  }

  @Test
  void theMedianRuleComparesWithMeansOnTheWay() {
    MedianStopping rule = new MedianStopping(1, 0);
    List<Curve> rising = List.of(curve(0.2, 0.6, 0.9, 1.0));
    assertThat(rule.reasonToStop(curve(0.1, 0.39), rising, ACCURACY)).isPresent();
    assertThat(rule.reasonToStop(curve(0.1, 0.41), rising, ACCURACY)).isEmpty();
  }

  @Test
  void theMedianRuleWaitsForItsGraceAndForEnoughWholeRuns() {
    MedianStopping rule = new MedianStopping(3, 0.5);
    assertThat(rule.reasonToStop(curve(0.1), others(0.5, 0.6, 0.7), ACCURACY)).isEmpty();
    assertThat(rule.reasonToStop(curve(0.1, 0.1), others(0.5, 0.6), ACCURACY)).isEmpty();
    List<Curve> withAStopped = List.of(curve(0.5, 0.5), others(0.6).get(0), others(0.7).get(0));
    assertThat(rule.reasonToStop(curve(0.1, 0.1), withAStopped, ACCURACY)).isEmpty();
  }

  @Test
  void lessIsBetterWhereTheMetricSaysSo() {
    MedianStopping median = new MedianStopping(3, 0);
    SuccessiveHalving halving = new SuccessiveHalving(List.of(0.5), 0.5, 3);
    List<Curve> others = others(0.5, 0.6, 0.7);
    for (StoppingRule rule : List.of(median, halving)) {
      assertThat(rule.reasonToStop(curve(0.9, 0.9), others, LOSS)).isPresent();
      assertThat(rule.reasonToStop(curve(0.9, 0.1), others, LOSS)).isEmpty();
    }
  }

  @Test
  void halvingLetsTheBetterHalfGoOnFromARungAndAsksNowhereElse() {
    SuccessiveHalving rule = new SuccessiveHalving(List.of(0.5), 0.5, 3);
    List<Curve> others = others(0.5, 0.6, 0.7);
    assertThat(rule.reasonToStop(curve(0.1), others, ACCURACY)).isEmpty();
    assertThat(rule.reasonToStop(curve(0.1, 0.55), others, ACCURACY))
        .contains("After 50 % of the run 2 of 3 runs had a better accuracy than its 0.5500");
    assertThat(rule.reasonToStop(curve(0.1, 0.65), others, ACCURACY)).isEmpty();
    assertThat(rule.reasonToStop(curve(0.1, 0.1, 0.1), others, ACCURACY)).isEmpty();
  }

  @Test
  void halvingCountsStoppedRunsThatCameToTheRung() {
    SuccessiveHalving rule = new SuccessiveHalving(List.of(0.5), 0.5, 3);
    List<Curve> stopped = List.of(curve(0.5, 0.5), curve(0.6, 0.6), curve(0.7, 0.7));
    assertThat(rule.reasonToStop(curve(0.1, 0.55), stopped, ACCURACY)).isPresent();
    List<Curve> earlier = List.of(curve(0.5), curve(0.6), curve(0.7));
    assertThat(rule.reasonToStop(curve(0.1, 0.55), earlier, ACCURACY)).isEmpty();
  }

  @Test
  void aReplayTellsWhatWouldHaveBeenStoppedAndSaved() {
    List<Curve> recorded =
        List.of(curve(0.5, 0.5, 0.5, 0.5), curve(0.6, 0.6, 0.6, 0.6), curve(0.1, 0.1, 0.1, 0.9));
    Replay replay = Replay.of(new MedianStopping(2, 0.5), recorded, ACCURACY);
    assertThat(replay.stopped()).containsExactly(2);
    assertThat(replay.saved()).isCloseTo(0.5 / 3, within(1e-12));
    assertThat(Replay.of(StoppingRule.NONE, recorded, ACCURACY).stopped()).isEmpty();
  }
}
