package org.transformerzoo.zoo.architecture.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;

class BertArchitectureTest {

  private static final ConfigFile CONFIG =
      ConfigFile.parse(
          "config.json",
          """
          {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 2,
           "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 30,
           "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.2,
           "classifier_dropout": 0.3}
          """);

  @Test
  void dropsWhereTheReferenceDoes() {
    ExecutableGraph graph = build(Mode.TRAINING);

    assertThat(graph.dropouts().stream().map(DropoutSite::mask))
        .containsExactly(
            "dropout/bert.embeddings",
            "dropout/bert.encoder.layer.0.attention.self",
            "dropout/bert.encoder.layer.0.attention.output",
            "dropout/bert.encoder.layer.0.output",
            "dropout/bert.encoder.layer.1.attention.self",
            "dropout/bert.encoder.layer.1.attention.output",
            "dropout/bert.encoder.layer.1.output",
            "dropout/classifier");
    assertThat(graph.dropouts().stream().map(DropoutSite::probability))
        .containsExactly(0.1, 0.2, 0.1, 0.1, 0.2, 0.1, 0.1, 0.3);
    Map<String, long[]> inputs = Map.of("input_ids", new long[] {3, 5});
    assertThat(graph.dropouts().get(0).shape().of(inputs)).containsExactly(15, 8);
    assertThat(graph.dropouts().get(1).shape().of(inputs)).containsExactly(3, 2, 5, 5);
    assertThat(graph.dropouts().get(7).shape().of(inputs)).containsExactly(3, 8);
  }

  @Test
  void dropsNothingOutsideTraining() {
    assertThat(build(Mode.INFERENCE).dropouts()).isEmpty();
    assertThat(build(Mode.GRADIENT).dropouts()).isEmpty();
  }

  @Test
  void knowsWhatEachParameterIs() {
    List<Parameter> parameters = build(Mode.INFERENCE).parameters();

    assertThat(parameters).hasSize(5 + 2 * 16 + 2 + 2);
    assertFact(
        parameters,
        "bert.embeddings.position_embeddings.weight",
        ParameterKind.EMBEDDING,
        Depth.embeddings(),
        512,
        8);
    assertFact(
        parameters,
        "bert.embeddings.LayerNorm.weight",
        ParameterKind.NORM_GAIN,
        Depth.embeddings(),
        8);
    assertFact(
        parameters,
        "bert.encoder.layer.1.intermediate.dense.weight",
        ParameterKind.LINEAR_WEIGHT,
        Depth.encoderLayer(1),
        16,
        8);
    assertFact(
        parameters,
        "bert.encoder.layer.0.output.LayerNorm.bias",
        ParameterKind.NORM_BIAS,
        Depth.encoderLayer(0),
        8);
    assertFact(parameters, "bert.pooler.dense.bias", ParameterKind.BIAS, Depth.pooler(), 8);
    assertFact(parameters, "classifier.weight", ParameterKind.LINEAR_WEIGHT, Depth.head(), 2, 8);
  }

  private static void assertFact(
      List<Parameter> parameters, String name, ParameterKind kind, Depth depth, long... shape) {
    Parameter parameter =
        parameters.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    assertThat(parameter.kind()).isEqualTo(kind);
    assertThat(parameter.depth()).isEqualTo(depth);
    assertThat(parameter.dimensions()).isEqualTo(shape);
  }

  private static ExecutableGraph build(Mode mode) {
    ModelSpecification specification =
        ModelSpecification.of(
            CONFIG, new Classification(List.of("no", "yes")), PoolingHeads.named("pooler"));
    return ModelGraph.build(specification, mode).executable();
  }
}
