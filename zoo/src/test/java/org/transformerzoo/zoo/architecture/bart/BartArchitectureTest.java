package org.transformerzoo.zoo.architecture.bart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;
import org.transformerzoo.zoo.task.SequenceToSequence;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TokenClassification;

class BartArchitectureTest {

  private static final ConfigFile CONFIG =
      ConfigFile.parse(
          "config.json",
          """
          {"model_type": "bart", "d_model": 12, "vocab_size": 30, "max_position_embeddings": 8,
           "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 16,
           "decoder_layers": 2, "decoder_attention_heads": 3, "decoder_ffn_dim": 20,
           "dropout": 0.1, "attention_dropout": 0.2, "activation_dropout": 0.3,
           "classifier_dropout": 0.4, "scale_embedding": true}
          """);

  @Test
  void knowsWhatEachParameterIs() {
    List<Parameter> parameters =
        build(new SequenceToSequence(), Mode.INFERENCE, Set.of(ModelInput.SHIFTED_LABELS))
            .parameters();

    assertThat(parameters).hasSize(1 + 2 * 3 + 16 + 2 * 26 + 1);
    assertThat(named(parameters, "model.decoder.embed_positions.weight"))
        .isEqualTo(
            new Parameter(
                "model.decoder.embed_positions.weight",
                ParameterKind.EMBEDDING,
                Depth.embeddings(),
                List.of(10L, 12L)));
    assertThat(named(parameters, "model.decoder.layers.1.encoder_attn.k_proj.weight").depth())
        .isEqualTo(Depth.decoderLayer(1));
    assertThat(named(parameters, "model.decoder.layers.1.fc1.weight").shape())
        .containsExactly(20L, 12L);
    assertThat(named(parameters, "model.encoder.layers.0.final_layer_norm.bias").kind())
        .isEqualTo(ParameterKind.NORM_BIAS);
    assertThat(named(parameters, "final_logits_bias").depth()).isEqualTo(Depth.head());
  }

  @Test
  void dropsWhereTheReferenceDoes() {
    ExecutableGraph graph = build(classification(), Mode.TRAINING, Set.of());

    assertThat(graph.dropouts().stream().map(DropoutSite::probability))
        .containsExactly(
            0.1, // the encoder's embeddings
            0.2, 0.1, 0.3, 0.1, // its layer: attention, its output, activation, output
            0.1, // the decoder's embeddings
            0.2, 0.1, 0.2, 0.1, 0.3, 0.1, // its layers: as well with cross attention
            0.2, 0.1, 0.2, 0.1, 0.3, 0.1, 0.4, 0.4); // the head: before both layers
    Map<String, long[]> inputs = Map.of("input_ids", new long[] {3, 5});
    assertThat(graph.dropouts().get(8).shape().of(inputs)).containsExactly(3, 3, 5, 5);
  }

  @Test
  void crossAttentionHasTheLengthsOfBothTexts() {
    TransformerModel model =
        TransformerModel.create(specification(new SequenceToSequence(), Set.of()), 1);
    TransformerModel given =
        new TransformerModel(
            model.specification().withInputs(Set.of(ModelInput.DECODER_INPUT_IDS)),
            model.parameters(),
            model.loading());
    try (GraphExecutor executor = given.executor(Mode.INFERENCE)) {
      Map<String, INDArray> outputs =
          executor.output(
              Map.of(
                  "input_ids", Nd4j.createFromArray(new int[][] {{0, 5, 6, 2}}),
                  "attention_mask", Nd4j.createFromArray(new int[][] {{1, 1, 1, 1}}),
                  "decoder_input_ids", Nd4j.createFromArray(new int[][] {{2, 7, 8}})),
              List.of("cross_attentions.1", TaskHead.LOGITS));
      assertThat(outputs.get("cross_attentions.1").shape()).containsExactly(1, 3, 3, 4);
      assertThat(outputs.get(TaskHead.LOGITS).shape()).containsExactly(1, 3, 30);
    }
  }

  @Test
  void saysWhatIsWrongWithItsInputs() {
    TransformerModel model = TransformerModel.create(specification(classification(), Set.of()), 1);
    INDArray ids = Nd4j.createFromArray(new int[][] {{0, 5, 6, 2}, {0, 5, 6, 7}});
    INDArray mask = Nd4j.onesLike(ids);
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      assertThatThrownBy(
              () ->
                  executor.output(
                      Map.of("input_ids", ids, "attention_mask", mask), List.of(TaskHead.LOGITS)))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("Row 1 of the input \"input_ids\" does not hold the id 2");
    }
  }

  @Test
  void refusesWhatIsNotBuilt() {
    assertThatThrownBy(() -> specification(new TokenClassification(List.of("a")), Set.of()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("BartForTokenClassification");
    assertThatThrownBy(() -> specification(classification(), Set.of(ModelInput.PERMUTATION_MASK)))
        .hasMessage(
            "A bart model does not take the input perm_mask, expected decoder_input_ids, labels");
    assertThatThrownBy(() -> BartConfig.read(CONFIG.with("encoder_attention_heads", 5)))
        .isInstanceOf(InvalidModelException.class);
  }

  private static Classification classification() {
    return new Classification(List.of("no", "yes"));
  }

  private static Parameter named(List<Parameter> parameters, String name) {
    return parameters.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static ExecutableGraph build(TaskHead task, Mode mode, Set<ModelInput> inputs) {
    return ModelGraph.build(specification(task, inputs), mode).executable();
  }

  private static ModelSpecification specification(TaskHead task, Set<ModelInput> inputs) {
    return ModelSpecification.of(CONFIG, task, PoolingHeads.named("pooler")).withInputs(inputs);
  }
}
