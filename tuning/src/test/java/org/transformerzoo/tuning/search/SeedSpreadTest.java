package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.stopping.Curve;

class SeedSpreadTest {

  private static SeedSpread of(Metric metric, Double... values) {
    List<RunResult> runs =
        Stream.of(values)
            .map(
                best ->
                    new RunResult(
                        1,
                        1,
                        Ending.COMPLETE,
                        best,
                        best,
                        1,
                        Map.of(),
                        new Curve(1, List.of()),
                        1,
                        null))
            .toList();
    return SeedSpread.of(metric, runs);
  }

  @Test
  void theWorstIsTheLowestWhereMoreIsBetterAndElseTheHighest() {
    SeedSpread spread = of(Metric.higher("accuracy"), 0.5, 0.75, 1.0);
    assertThat(spread.mean()).isEqualTo(0.75);
    assertThat(spread.deviation()).isCloseTo(0.25, within(1e-12));
    assertThat(spread.worst()).isEqualTo(0.5);
    assertThat(spread.best()).isEqualTo(1);
    assertThat(of(Metric.LOSS, 0.5, 0.75, 1.0).worst()).isEqualTo(1);
  }

  @Test
  void oneValueHasNoDeviationAndNoValueHasNothing() {
    assertThat(of(Metric.LOSS, 0.5)).isEqualTo(new SeedSpread(0.5, null, 0.5, 0.5));
    assertThat(SeedSpread.of(Metric.LOSS, List.of()))
        .isEqualTo(new SeedSpread(null, null, null, null));
  }
}
