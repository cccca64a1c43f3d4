package org.transformerzoo.tuning.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTestTest {

  @Test
  void fiveDifferencesOfOneSignHaveTheSmallestProbabilityThatFiveCanHave() {
    PairedTest test = PairedTest.of(0.1, 0.2, 0.1, 0.3, 0.1);
    assertThat(test.pairs()).isEqualTo(5);
    assertThat(test.meanDifference()).isCloseTo(0.16, within(1e-12));
    assertThat(test.probability()).isEqualTo(2.0 / 32);
  }

  @Test
  void theSignsOfTheDifferencesDoNotMatter() {
    assertThat(PairedTest.of(0.3, -0.1, 0.2).probability())
        .isEqualTo(PairedTest.of(-0.3, 0.1, -0.2).probability());
  }

  @Test
  void countsByHand() {
    // The sums of ±3 ±1 are 4, 2, -2 and -4: all are as far from 0 as 3 - 1, two as far as 3 + 1.
    assertThat(PairedTest.of(3, -1).probability()).isEqualTo(1);
    assertThat(PairedTest.of(3, 1).probability()).isEqualTo(0.5);
  }

  @Test
  void noDifferenceIsNoEvidence() {
    assertThat(PairedTest.of(0, 0, 0).probability()).isEqualTo(1);
  }

  @Test
  void drawsSignsWhereThereAreTooManyToTryAll() {
    double[] balanced = IntStream.range(0, 30).mapToDouble(i -> i % 2 == 0 ? 0.1 : -0.1).toArray();
    assertThat(PairedTest.of(balanced).probability()).isCloseTo(1, within(1e-9));
    double[] clear = IntStream.range(0, 30).mapToDouble(i -> 0.1 + 0.001 * i).toArray();
    assertThat(PairedTest.of(clear).probability()).isLessThan(1e-4).isPositive();
    // 21 differences, drawn, against the normal approximation of their sum.
    double[] slight = IntStream.range(0, 21).mapToDouble(i -> i < 14 ? 1 : -1).toArray();
    assertThat(PairedTest.of(slight).probability()).isCloseTo(0.1892, within(0.005));
  }
}
