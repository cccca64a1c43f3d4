package org.transformerzoo.zoo.weights.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.weights.SourceValues;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsSource;

/** What TensorFlow wrote, in all its forms, is what the safetensors of the same model hold. */
class TensorFlowSourcesTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final String LAYER = "bert.encoder.layer.2.output.dense.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert-tf/bert_model.ckpt.index",
        "bert-tf/bert_model.ckpt",
        "bert-tf-sharded/bert_model.ckpt.index",
        "bert-tf-frozen/frozen_graph.pb",
        "bert-tf-frozen/frozen_graph_floatval.pb"
      })
  void holdsTheSameWeights(String file) {
    try (TensorSource source = TensorFlowCheckpoint.open(FIXTURES.resolve(file));
        TensorSource expected = SafetensorsSource.open(FIXTURES.resolve("bert-mlm"))) {
      assertThat(source.describe("bert/encoder/layer_2/output/dense/kernel").shape())
          .containsExactly(96L, 48L);
      assertThat(SourceValues.of(source, "bert/encoder/layer_2/output/dense/bias"))
          .isEqualTo(SourceValues.of(expected, LAYER + "bias"));
      float[] kernel = SourceValues.of(source, "bert/encoder/layer_2/output/dense/kernel");
      float[] weight = SourceValues.of(expected, LAYER + "weight");
      for (int in = 0; in < 96; in++) {
        for (int out = 0; out < 48; out++) {
          assertThat(kernel[in * 48 + out]).isEqualTo(weight[out * 96 + in]);
        }
      }
    }
  }

  @Test
  void aBundleHasAllVariables() {
    try (TensorSource source =
        TensorBundleSource.open(FIXTURES.resolve("bert-tf/bert_model.ckpt"))) {
      assertThat(source.names()).hasSize(83).contains("global_step");
      assertThat(source.describe("global_step").shape()).isEmpty();
      assertThat(SourceValues.of(source, "global_step")).hasSize(1);
    }
  }

  @Test
  void aFrozenGraphHasOnlyWhatWasAVariable() {
    Path folder = FIXTURES.resolve("bert-tf-frozen");
    for (String file : new String[] {"frozen_graph.pb", "frozen_graph_floatval.pb"}) {
      try (TensorSource source = FrozenGraphSource.open(folder.resolve(file))) {
        assertThat(source.names())
            .hasSize(71)
            .contains("bert/pooler/dense/kernel")
            .doesNotContain("bert/unused_splat", "bert/encoder/mul/y");
      }
    }
  }

  @Test
  void wrongUseIsRefused() {
    TensorSource source = TensorBundleSource.open(FIXTURES.resolve("bert-tf/bert_model.ckpt"));
    assertThatIllegalArgumentException().isThrownBy(() -> source.describe("absent"));
    source.close();
    assertThatIllegalStateException().isThrownBy(() -> source.describe("global_step"));
  }
}
