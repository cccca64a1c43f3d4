package org.transformerzoo.zoo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/** Every recorded pooling: outputs, and gradients with respect to hidden states and parameters. */
class ReferencePoolingsTest {

  private static final Path EXPECTED =
      Path.of("src/test/resources/fixtures/pooling/expected_pooling.npz");

  @Test
  void meetTheReference() {
    Report report = new PoolingVerifier(2e-5, 1e-4).verify(EXPECTED);

    assertThat(report.comparisons())
        .hasSize(51)
        .allSatisfy(comparison -> assertThat(comparison.passed()).as("%s", comparison).isTrue());
    assertThat(report.notCompared()).isEmpty();
  }
}
