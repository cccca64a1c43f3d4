package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.WeightMapping.Candidate;

/** Where checkpoints of transformers keep a parameter. */
class TransformersNamesTest {

  @Test
  void aBodyParameterIsFoundWithAndWithoutPrefix() {
    assertThat(candidates("bert.pooler.dense.weight", ParameterKind.WEIGHT_MATRIX, Depth.pooler()))
        .containsExactly("bert.pooler.dense.weight", "pooler.dense.weight");
    assertThat(candidates("pooler.dense.weight", ParameterKind.WEIGHT_MATRIX, Depth.pooler()))
        .containsExactly("pooler.dense.weight", "bert.pooler.dense.weight");
  }

  @Test
  void aHeadHasNoPrefix() {
    assertThat(candidates("classifier.weight", ParameterKind.WEIGHT_MATRIX, Depth.head()))
        .containsExactly("classifier.weight");
  }

  @Test
  void aNormHasAnOldName() {
    assertThat(
            candidates(
                "bert.encoder.layer.0.output.LayerNorm.weight",
                ParameterKind.NORM_GAIN,
                Depth.encoderLayer(0)))
        .containsExactly(
            "bert.encoder.layer.0.output.LayerNorm.weight",
            "encoder.layer.0.output.LayerNorm.weight",
            "bert.encoder.layer.0.output.LayerNorm.gamma",
            "encoder.layer.0.output.LayerNorm.gamma");
    assertThat(
            candidates(
                "cls.predictions.transform.LayerNorm.bias", ParameterKind.NORM_BIAS, Depth.head()))
        .containsExactly(
            "cls.predictions.transform.LayerNorm.bias", "cls.predictions.transform.LayerNorm.beta");
  }

  @Test
  void aPlainBiasHasNoOldName() {
    assertThat(candidates("classifier.bias", ParameterKind.BIAS, Depth.head()))
        .containsExactly("classifier.bias");
  }

  @Test
  void aliasesComeLast() {
    Parameter bias =
        new Parameter("cls.predictions.bias", ParameterKind.BIAS, Depth.head(), List.of(3L));
    WeightMapping mapping =
        TransformersNames.mapping(
            "bert.",
            List.of(bias),
            Map.of("cls.predictions.bias", List.of("cls.predictions.decoder.bias")),
            List.of());
    assertThat(mapping.row("cls.predictions.bias").orElseThrow().candidates())
        .extracting(Candidate::tensor)
        .containsExactly("cls.predictions.bias", "cls.predictions.decoder.bias");
  }

  @Test
  void positionNumbersAreRecognised() {
    assertThat(TransformersNames.POSITION_IDS.matcher("bert.embeddings.position_ids").matches())
        .isTrue();
    assertThat(TransformersNames.POSITION_IDS.matcher("position_ids").matches()).isTrue();
    assertThat(TransformersNames.POSITION_IDS.matcher("my_position_ids").matches()).isFalse();
  }

  private static List<String> candidates(String name, ParameterKind kind, Depth depth) {
    Parameter parameter = new Parameter(name, kind, depth, List.of(2L));
    return TransformersNames.mapping("bert.", List.of(parameter), Map.of(), List.of())
        .row(name)
        .orElseThrow()
        .candidates()
        .stream()
        .map(Candidate::tensor)
        .toList();
  }
}
