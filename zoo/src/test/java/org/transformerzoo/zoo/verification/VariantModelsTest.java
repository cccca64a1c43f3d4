package org.transformerzoo.zoo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/** Models with settings that the reference models do not have, gradients too. */
class VariantModelsTest {

  private static final Path VARIANTS = Path.of("src/test/resources/fixtures/variants");

  static Stream<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(VARIANTS)) {
      return files.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void meetsTheReference(Path folder) {
    TransformerModel model = TransformerModel.load(folder);

    Report report =
        new ModelVerifier(2e-5, 1e-4, ExecutorKind.PLAN)
            .verify(model, folder.resolve("expected.npz"), true);

    assertThat(report.comparisons())
        .isNotEmpty()
        .allSatisfy(comparison -> assertThat(comparison.passed()).as("%s", comparison).isTrue());
    assertThat(report.notCompared()).isEmpty();
  }
}
