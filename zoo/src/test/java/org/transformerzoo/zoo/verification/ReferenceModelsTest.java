package org.transformerzoo.zoo.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/** Every reference model, tensor by tensor, gradients too. */
class ReferenceModelsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  private static final List<String> MODELS =
      List.of(
          "bert",
          "bert-base",
          "bert-mlm",
          "bert-regression",
          "bert-multilabel",
          "bert-token-classification",
          "roberta",
          "roberta-base",
          "roberta-mlm",
          "bart",
          "bart-lm",
          "xlnet",
          "xlnet-lm");

  static Stream<Arguments> modelsAndExecutors() {
    return MODELS.stream()
        .flatMap(name -> Stream.of(ExecutorKind.values()).map(kind -> arguments(name, kind)));
  }

  @ParameterizedTest
  @MethodSource("modelsAndExecutors")
  void meetsTheReference(String name, ExecutorKind executor) throws IOException {
    Path folder = FIXTURES.resolve(name);
    TransformerModel model = TransformerModel.load(folder);

    double tolerance = name.startsWith("bart") || name.startsWith("xlnet") ? 5e-5 : 2e-5;
    Report report =
        new ModelVerifier(tolerance, 1e-4, executor).verify(model, expectations(folder), true);

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
