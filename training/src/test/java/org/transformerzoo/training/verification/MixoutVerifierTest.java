package org.transformerzoo.training.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

class MixoutVerifierTest {

  private static final Path FILE =
      Path.of("src/test/resources/fixtures/mixout/expected_mixout.npz");

  @TempDir private Path folder;

  @Test
  void bothMasksAndBothGradientsAreThoseOfTheReference() {
    Report report = new MixoutVerifier(FILE).verify();
    assertThat(report.comparisons()).hasSize(8).allMatch(Comparison::passed);
    assertThat(report.notCompared()).isEmpty();
  }

  @Test
  void whatIsNoArchiveIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.npz"), "PK");
    assertThatThrownBy(() -> new MixoutVerifier(file).verify())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("broken.npz cannot be read as .npz");
  }
}
