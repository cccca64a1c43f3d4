package org.transformerzoo.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTimesTest {

  @Test
  void theRatioIsTheMedianOfThoseOfTheRounds() {
    PairedTimes times = new PairedTimes(List.of(3.0, 40.0, 6.0), List.of(2.0, 20.0, 3.0));

    assertThat(times.median()).isEqualTo(6);
    assertThat(times.medianOfOther()).isEqualTo(3);
    assertThat(times.ratio()).isCloseTo(2, within(1e-12));
  }

  @Test
  void worksTakeTurns() {
    List<String> order = new ArrayList<>();

    PairedTimes times = PairedTimes.of(2, () -> order.add("one"), () -> order.add("other"));

    assertThat(times.milliseconds()).hasSize(2);
    assertThat(Collections.frequency(order, "one")).isEqualTo(order.size() / 2);
    assertThat(order.subList(0, 4)).containsExactly("one", "other", "one", "other");
  }
}
