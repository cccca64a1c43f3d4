package org.transformerzoo.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transformerzoo.tuning.space.SettingSpace;

class AxisTest {

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void aChoiceHasItsValuesAtEqualDistances() {
    Axis axis = Axis.of(new SettingSpace.Choice(Arrays.asList(null, 0.1, "adamw", 3)));
    assertThat(labels(axis)).containsExactly("not set", "0.1", "adamw", "3");
    assertThat(axis.position(null)).hasValue(0.125);
    assertThat(axis.position(3)).hasValue(0.875);
    assertThat(axis.position("sgd")).isEmpty();
    assertThat(axis.part(0.4)).isEqualTo(1);
  }

  @Test
  void fewWholeNumbersAreNamedAndManyAreARange() {
    assertThat(labels(Axis.of(new SettingSpace.WholeNumbers(0, 3))))
        .containsExactly("0", "1", "2", "3");
    Axis many = Axis.of(new SettingSpace.WholeNumbers(0, 100));
    assertThat(labels(many)).containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(many.position(25)).hasValue(0.25);
    assertThat(many.parts()).isEqualTo(4);
  }

  @Test
  void ordersOfMagnitudeHaveEqualLengths() {
    Axis axis = Axis.of(new SettingSpace.LogUniform(1e-5, 1e-3));
    assertThat(axis.position(1e-4).orElseThrow()).isCloseTo(0.5, within(1e-9));
    assertThat(labels(axis))
        .containsExactly("1e-5", "2e-5", "5e-5", "1e-4", "2e-4", "5e-4", "0.001");
    assertThat(labels(Axis.of(new SettingSpace.LogUniform(1e-12, 1)))).hasSizeBetween(3, 6);
  }

  @Test
  void anAxisAroundScoresEndsAtRoundNumbers() {
    NumberAxis axis = NumberAxis.around(0.513, 0.62, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(axis.low()).isCloseTo(0.5, within(1e-12));
    assertThat(axis.high()).isCloseTo(0.625, within(1e-12));
    assertThat(axis.position(Double.NaN)).isEmpty();
    assertThat(labels(axis)).startsWith("0.5").endsWith("0.625");
  }

  @Test
  void anAxisAroundOneScoreOrNoneHasALength() {
    assertThat(NumberAxis.around(0.5).position(0.5).orElseThrow()).isCloseTo(0.5, within(1e-9));
    assertThat(NumberAxis.around(0).position(0.0)).hasValue(0.5);
    assertThat(labels(NumberAxis.around())).startsWith("0").endsWith("1");
  }
}
