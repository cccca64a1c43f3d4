package org.transformerzoo.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.verification.ModelVerifier;
import org.transformerzoo.zoo.verification.NpzFile;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;

class ModelFolderTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "bart", "xlnet"})
  void theGraphRunsInStockSameDiff(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Path saved = temporary.resolve("saved");
    model.save(saved);

    Map<String, INDArray> reference =
        NpzFile.read(FIXTURES.resolve(name).resolve("expected_classification.npz"));
    SameDiff stock = SameDiff.load(new File(saved.toFile(), "model.fb"), false);
    Map<String, INDArray> inputs = new HashMap<>();
    for (String input : stock.inputs()) {
      INDArray array = reference.getOrDefault(input, reference.get("input_ids").mul(0));
      inputs.put(input, array.castTo(DataType.INT32));
    }
    INDArray logits = stock.outputSingle(inputs, "logits");

    assertThat(logits.sub(reference.get("logits")).amaxNumber().doubleValue()).isLessThan(5e-5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert",
        "bert-base",
        "bert-mlm",
        "bert-token-classification",
        "roberta",
        "roberta-base",
        "roberta-mlm",
        "bart",
        "bart-lm",
        "xlnet",
        "xlnet-lm"
      })
  void theSafetensorsHaveTheNamesAndShapesOfTransformers(String name) {
    TransformerModel.load(FIXTURES.resolve(name)).save(temporary.resolve("saved"));

    try (TensorSource original = SafetensorsSource.open(FIXTURES.resolve(name));
        TensorSource saved = SafetensorsSource.open(temporary.resolve("saved"))) {
      List<String> parameters =
          original.names().stream().filter(tensor -> !tensor.endsWith("position_ids")).toList();
      assertThat(saved.names()).containsExactlyInAnyOrderElementsOf(parameters);
      for (String tensor : parameters) {
        assertThat(saved.describe(tensor).shape()).isEqualTo(original.describe(tensor).shape());
      }
    }
  }

  @Test
  void aSavedModelLoadsAgainAsTheSame() {
    Path saved = temporary.resolve("saved");
    TransformerModel.load(FIXTURES.resolve("bert-multilabel")).save(saved);

    TransformerModel again = TransformerModel.load(saved);

    assertThat(again.specification().task().orElseThrow().name()).isEqualTo("multilabel");
    assertThat(
            new ModelVerifier(2e-5, 1e-4)
                .verify(again, FIXTURES.resolve("bert-multilabel/expected_multilabel.npz"), true)
                .passed())
        .isTrue();
  }

  @Test
  void replacesAModelAndLeavesNothingBeside() throws IOException {
    Path saved = temporary.resolve("saved");
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    model.save(saved);
    model.save(saved, folder -> Files.writeString(folder.resolve("card.json"), "{}"));

    assertThat(saved.resolve("card.json")).exists();
    try (Stream<Path> siblings = Files.list(temporary)) {
      assertThat(siblings).containsExactly(saved);
    }
  }

  @Test
  void aFailureLeavesTheOldModelWhole() throws IOException {
    Path saved = temporary.resolve("saved");
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));
    model.save(saved);

    assertThatThrownBy(
            () ->
                model.save(
                    saved,
                    folder -> {
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(saved.toString())
        .hasMessageContaining("No space left on device");

    assertThat(TransformerModel.load(saved).loading().missing()).isEmpty();
    try (Stream<Path> siblings = Files.list(temporary)) {
      assertThat(siblings).containsExactly(saved);
    }
  }

  @Test
  void doesNotReplaceAFolderThatIsNoModel() throws IOException {
    Path precious = Files.createDirectory(temporary.resolve("precious"));
    Files.writeString(precious.resolve("thesis.txt"), "years of work");
    TransformerModel model = TransformerModel.load(FIXTURES.resolve("bert"));

    assertThatThrownBy(() -> model.save(precious))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is not a model folder");
    assertThat(precious.resolve("thesis.txt")).hasContent("years of work");
  }
}
