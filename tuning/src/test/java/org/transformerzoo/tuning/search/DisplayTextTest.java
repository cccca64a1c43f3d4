package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0", "0.1, 0.1", "0.30000000000000004, 0.3", "0.91234, 0.9123", "12345.6, 12350",
    "0.0005834, 5.834e-4", "1e-5, 1e-5", "0.00012, 1.2e-4", "-2.5, -2.5", "1e20, 1e20"
  })
  void numbersHaveFourDigits(double number, String text) {
    assertThat(DisplayText.value(number)).isEqualTo(text);
  }

  @Test
  void settingsAreNamedWithTheirValues() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("llrd", 0.9);
    settings.put("mixout", null);
    settings.put("optimizer", "adamw");
    assertThat(DisplayText.settings(settings))
        .isEqualTo("llrd 0.9, mixout not set, optimizer adamw");
  }

  @Test
  void scoresHaveFourPlaces() {
    assertThat(DisplayText.score(0.58125)).isEqualTo("0.5813");
    assertThat(DisplayText.score(null)).isEqualTo("–");
    assertThat(DisplayText.score(Double.NaN)).isEqualTo("–");
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 s", "89, 89 s", "90, 2 min", "5399, 90 min", "5400, 1 h 30 min"})
  void durationsHaveOneOrTwoUnits(double seconds, String text) {
    assertThat(DisplayText.duration(seconds)).isEqualTo(text);
  }
}
