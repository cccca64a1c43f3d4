package org.transformerzoo.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.transformerzoo.benchmarks.contender.ContenderKind;

class SeriesTest {

  @Test
  void ratioIsOfMedians() {
    Series ours = series(ContenderKind.OURS, 1, 9, 2, 3);
    Series theirs = series(ContenderKind.ONNXRUNTIME, 10, 5, 4);

    assertThat(ours.median()).isEqualTo(2.5);
    assertThat(ours.ratioTo(theirs)).isEqualTo(0.5);
  }

  @Test
  void pairedRatioIsOfTheRoundsThatBothTookPartIn() {
    Series ours = series(ContenderKind.OURS, 1, 2, 100);
    Series theirs = series(ContenderKind.SESSION, 2, 2);

    assertThat(ours.pairedRatioTo(theirs)).isEqualTo(0.75);
  }

  private static Series series(ContenderKind kind, double... milliseconds) {
    List<Double> rounds = Arrays.stream(milliseconds).boxed().toList();
    return new Series(kind, 0, rounds, OptionalLong.empty());
  }
}
