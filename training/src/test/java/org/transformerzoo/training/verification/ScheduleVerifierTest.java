package org.transformerzoo.training.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

class ScheduleVerifierTest {

  private static final Path FILE =
      Path.of("src/test/resources/fixtures/schedules/expected_schedules.json");

  @TempDir private Path folder;

  @Test
  void allSixSchedulesAreThoseOfTransformers() {
    Report report = new ScheduleVerifier(FILE).verify();
    assertThat(report.comparisons()).hasSize(6).allMatch(Comparison::passed);
    assertThat(report.passed()).isTrue();
  }

  @Test
  void anotherRateAndAnotherScheduleAreTold() throws IOException {
    String text = Files.readString(FILE);
    Path changed = folder.resolve("changed.json");
    Files.writeString(changed, text.replace("\"power\": 2.0", "\"power\": 2.1"));
    assertThat(new ScheduleVerifier(changed).verify().passed()).isFalse();
    Files.writeString(changed, text.replace("\"constant\"", "\"zigzag\""));
    assertThat(new ScheduleVerifier(changed).verify().notCompared()).containsExactly("zigzag");
    Files.writeString(changed, "{}");
    assertThatThrownBy(() -> new ScheduleVerifier(changed).verify())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has no key \"lr\"");
  }
}
