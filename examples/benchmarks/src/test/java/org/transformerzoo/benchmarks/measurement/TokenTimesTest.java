package org.transformerzoo.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTimesTest {

  @Test
  void aConstantTimeDoesNotDeviate() {
    TokenTimes times = TokenTimes.of(List.of(growing(0), growing(0)));
    assertThat(times.lastToFirst()).isEqualTo(1);
    assertThat(times.largestDeviation()).isZero();
  }

  @Test
  void growthShowsInBothNumbers() {
    TokenTimes times = TokenTimes.of(List.of(growing(1)));
    // the medians of tokens 57 to 64, of 8 to 15 and of 8 to 64
    assertThat(times.lastToFirst()).isCloseTo(70.5 / 21.5, within(1e-6));
    assertThat(times.largestDeviation()).isCloseTo(1 - 21.5 / 46, within(1e-6));
  }

  @Test
  void oneSlowTextIsNoGrowth() {
    float[] slow = growing(0);
    slow[60] = 1000;
    assertThat(TokenTimes.of(List.of(growing(0), slow, growing(0))).lastToFirst()).isEqualTo(1);
  }

  @Test
  void refusesTextsThatAreTooShort() {
    assertThatThrownBy(() -> TokenTimes.requireEnough(15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokens is 15, expected at least 16");
  }

  /** Token k takes 10 + slope · k milliseconds, k from 1. */
  private static float[] growing(float slope) {
    float[] times = new float[64];
    for (int i = 0; i < times.length; i++) {
      times[i] = 10 + slope * (i + 1);
    }
    return times;
  }
}
