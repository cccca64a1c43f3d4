package org.transformerzoo.zoo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/** Every reference model, tensor by tensor, gradients too. */
class ReferenceModelsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert",
        "bert-base",
        "bert-mlm",
        "bert-regression",
        "bert-multilabel",
        "bert-token-classification"
      })
  void meetsTheReference(String name) throws IOException {
    Path folder = FIXTURES.resolve(name);
    TransformerModel model = TransformerModel.load(folder);

    Report report = new ModelVerifier(2e-5, 1e-4).verify(model, expectations(folder), true);

    assertThat(report.comparisons())
        .isNotEmpty()
        .allSatisfy(comparison -> assertThat(comparison.passed()).as("%s", comparison).isTrue());
    assertThat(report.notCompared()).isEmpty();
  }

  private static Path expectations(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".npz")).findFirst().orElseThrow();
    }
  }
}
