package org.transformerzoo.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHeads;
import org.transformerzoo.zoo.verification.ModelVerifier;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** A model is the same whatever format its weights come in. */
class WeightFormatTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bert", "bert-base", "roberta", "bart"})
  void fromOnnxItIsTheSameBitForBit(String name) {
    ModelSpecification specification =
        ModelSpecification.of(ConfigFile.read(FIXTURES.resolve(name)));
    assertSame(
        load(FIXTURES.resolve(name), specification, WeightFormat.ONNX),
        load(FIXTURES.resolve(name), specification, WeightFormat.SAFETENSORS));
  }

  @Test
  void onnxLacksWhatTheExportedModelDoesNotRead() {
    Path xlnet = FIXTURES.resolve("xlnet");
    ModelSpecification specification = ModelSpecification.of(ConfigFile.read(xlnet));
    TransformerModel model = load(xlnet, specification, WeightFormat.ONNX);

    // it stands for masked words, and only the language model masks any
    assertThat(model.loading().toInitialize()).containsExactly("transformer.mask_emb");
    Report report =
        new ModelVerifier(5e-5, 1e-4)
            .verify(model, xlnet.resolve("expected_classification.npz"), true);
    assertThat(report.passed()).as("%s", report).isTrue();
    assertThat(report.notCompared()).isEmpty();
    ModelSpecification words =
        ModelSpecification.of(
            ConfigFile.read(xlnet),
            TaskHeads.named("permutation-lm", List.of()),
            PoolingHeads.named("pooler"));
    assertThatThrownBy(() -> load(xlnet, words, WeightFormat.ONNX))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("transformer.mask_emb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-tf", "bert-tf-sharded"})
  void fromTensorFlowItIsTheSameBitForBit(String name) {
    ModelSpecification words = withTask(FIXTURES.resolve(name), "masked-lm");
    TransformerModel model = load(FIXTURES.resolve(name), words, WeightFormat.TENSORFLOW);
    assertSame(model, TransformerModel.load(FIXTURES.resolve("bert-mlm")));
    Report report =
        new ModelVerifier(2e-5, 1e-4)
            .verify(model, FIXTURES.resolve("bert-mlm/expected_mlm.npz"), false);
    assertThat(report.comparisons()).hasSizeGreaterThan(1);
    assertThat(report.passed()).as("%s", report).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-tf", "bert-tf-sharded"})
  void bothPreTrainingHeadsMeetTheReference(String name) {
    ModelSpecification heads = withTask(FIXTURES.resolve(name), "pre-training");
    TransformerModel model = load(FIXTURES.resolve(name), heads, WeightFormat.TENSORFLOW);
    Report report =
        new ModelVerifier(2e-5, 1e-4)
            .verify(model, FIXTURES.resolve("bert-tf/expected_bert_tf.npz"), false);
    assertThat(report.passed()).as("%s", report).isTrue();
    assertThat(report.notCompared()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frozen_graph.pb", "frozen_graph_floatval.pb"})
  void fromAFrozenGraphTheEncoderIsTheSameBitForBit(String file) {
    Path frozen = FIXTURES.resolve("bert-tf-frozen");
    ModelSpecification body = ModelSpecification.bodyOf(ConfigFile.read(frozen));
    TransformerModel model = load(frozen.resolve(file), body, WeightFormat.TENSORFLOW);
    assertSame(
        model, TransformerModel.load(FIXTURES.resolve("bert-mlm"), body, LoadPolicy.fineTuning()));
  }

  @Test
  void theBareTensorFlowModelHasItsPooler() {
    TransformerModel bundle = TransformerModel.load(FIXTURES.resolve("bert-tf"));
    TransformerModel frozen = TransformerModel.load(FIXTURES.resolve("bert-tf-frozen"));
    assertThat(bundle.loading().loaded()).contains("bert.pooler.dense.weight");
    assertSame(bundle, frozen);
  }

  @ParameterizedTest
  @CsvSource({
    "bert, safetensors",
    "bert-base, safetensors",
    "bert-tf, tensorflow",
    "bert-tf-frozen, tensorflow"
  })
  void theFormatIsFound(String name, String format) {
    assertThat(WeightFormat.foundIn(FIXTURES.resolve(name)))
        .isEqualTo(WeightFormat.named(format))
        .hasToString(format);
  }

  @Test
  void onnxAloneIsFound() throws IOException {
    Files.copy(FIXTURES.resolve("bert/model.onnx"), folder.resolve("model.onnx"));
    assertThat(WeightFormat.foundIn(folder)).isEqualTo(WeightFormat.ONNX);
  }

  @Test
  void whatWasLookedForIsListed() {
    assertThatThrownBy(() -> WeightFormat.foundIn(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            folder
                + " has no weights, expected one of model.safetensors, "
                + "model.safetensors.index.json, model.onnx, *.index, *.pb");
    assertThatThrownBy(() -> WeightFormat.named("pickle"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "There is no weight format \"pickle\", expected one of safetensors, onnx, tensorflow");
  }

  @Test
  void aFormatThatTheFolderLacksIsNamed() {
    Path bert = FIXTURES.resolve("bert-tf");
    ModelSpecification body = ModelSpecification.bodyOf(ConfigFile.read(bert));
    assertThatThrownBy(() -> load(bert, body, WeightFormat.ONNX))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(bert.resolve("model.onnx") + " does not exist");
    Path safe = FIXTURES.resolve("bert-mlm");
    assertThatThrownBy(() -> load(safe, body, WeightFormat.TENSORFLOW))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(safe + " has neither a file *.index nor a file *.pb");
  }

  private static ModelSpecification withTask(Path folder, String task) {
    return ModelSpecification.of(
        ConfigFile.read(folder), TaskHeads.named(task, List.of()), PoolingHeads.named("pooler"));
  }

  private static TransformerModel load(
      Path weights, ModelSpecification specification, WeightFormat format) {
    return TransformerModel.load(weights, specification, LoadPolicy.strict(), format);
  }

  private static void assertSame(TransformerModel model, TransformerModel expected) {
    assertThat(model.loading().toInitialize()).isEmpty();
    List<Parameter> parameters = model.parameters().parameters();
    assertThat(parameters).isEqualTo(expected.parameters().parameters());
    for (Parameter parameter : parameters) {
      assertThat(model.parameters().value(parameter.name()).dup().data().asFloat())
          .as(parameter.name())
          .isEqualTo(expected.parameters().value(parameter.name()).dup().data().asFloat());
    }
  }
}
