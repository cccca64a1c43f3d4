package org.transformerzoo.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTimesTest {

  private static SplitTimes times() {
    Map<Integer, List<Double>> seconds = new LinkedHashMap<>();
    seconds.put(1, List.of(30.0, 18.0, 20.0));
    seconds.put(2, List.of(10.0, 30.0));
    return new SplitTimes(10, seconds);
  }

  @Test
  void candidatesPerHourAreThoseOfTheMedianRound() {
    assertThat(times().perHour(1)).isEqualTo(1800);
    assertThat(times().perHour(2)).isEqualTo(1800);
  }

  @Test
  void theRatioIsToTheFirstSplit() {
    assertThat(times().ratio(1)).isEqualTo(1);
    assertThat(new SplitTimes(10, Map.of(1, List.of(5.0))).ratio(1)).isEqualTo(1);
  }

  @Test
  void theNumbersHaveEverySplit() {
    assertThat(times().numbers())
        .containsEntry("candidates_per_hour", Map.of(1, 1800.0, 2, 1800.0))
        .containsEntry("candidates", 10);
  }
}
