package org.transformerzoo.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void namesTheTensorThatDiffersMost() {
    Agreement agreement =
        Agreement.of(
            Map.of("a", new float[] {1, 4}, "b", new float[] {0.5f}),
            Map.of("a", new float[] {1, 5}, "b", new float[] {1}));

    assertThat(agreement.name()).isEqualTo("b");
    assertThat(agreement.difference()).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void valuesThatAreNotNumbersDiffer() {
    Agreement agreement =
        Agreement.of(
            Map.of("a", new float[] {Float.NaN}, "b", new float[] {1}),
            Map.of("a", new float[] {1}, "b", new float[] {1}));

    assertThat(agreement.name()).isEqualTo("a");
    assertThat(agreement.difference()).isInfinite();
  }

  @Test
  void roundingOfWhatShouldBeZeroDoesNotCount() {
    Agreement agreement =
        Agreement.of(
            Map.of("zero", new float[] {1e-9f}, "large", new float[] {1}),
            Map.of("zero", new float[] {-1e-9f}, "large", new float[] {1}));

    assertThat(agreement.difference()).isLessThan(1e-4);
  }

  @Test
  void refusesOtherTensors() {
    assertThatThrownBy(
            () -> Agreement.of(Map.of("a", new float[] {1}), Map.of("b", new float[] {1})))
        .hasMessageContaining("names");
  }
}
