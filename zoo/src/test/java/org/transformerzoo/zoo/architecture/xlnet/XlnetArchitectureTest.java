package org.transformerzoo.zoo.architecture.xlnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
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
import org.transformerzoo.zoo.task.PermutationLanguageModel;
import org.transformerzoo.zoo.task.TaskHead;

class XlnetArchitectureTest {

  private static final String TEXT =
      """
      {"model_type": "xlnet", "d_model": 8, "n_layer": 2, "n_head": 2, "d_inner": 12,
       "vocab_size": 30, "dropout": 0.1, "summary_last_dropout": 0.2}
      """;
  private static final ConfigFile CONFIG = ConfigFile.parse("config.json", TEXT);

  @Test
  void knowsWhatEachParameterIs() {
    List<Parameter> parameters = build(new PermutationLanguageModel(), Mode.INFERENCE).parameters();

    assertThat(parameters).hasSize(2 + 2 * 17 + 1);
    assertFact(parameters, "transformer.mask_emb", ParameterKind.EMBEDDING, Depth.embeddings());
    assertFact(
        parameters,
        "transformer.layer.1.rel_attn.o",
        ParameterKind.OUTPUT_PROJECTION,
        Depth.encoderLayer(1));
    assertFact(
        parameters,
        "transformer.layer.0.rel_attn.r_w_bias",
        ParameterKind.QUERY_BIAS,
        Depth.encoderLayer(0));
    assertFact(
        parameters,
        "transformer.layer.0.rel_attn.layer_norm.weight",
        ParameterKind.NORM_GAIN,
        Depth.encoderLayer(0));
    assertFact(parameters, "lm_loss.bias", ParameterKind.BIAS, Depth.head());
  }

  @Test
  void dropsWhereTheReferenceDoes() {
    ExecutableGraph graph = build(classification(), Mode.TRAINING);

    assertThat(graph.dropouts().stream().map(DropoutSite::mask))
        .containsExactly(
            "dropout/transformer.word_embedding",
            "dropout/transformer.pos_emb",
            "dropout/transformer.layer.0.rel_attn",
            "dropout/transformer.layer.0.rel_attn.output",
            "dropout/transformer.layer.0.ff.layer_1",
            "dropout/transformer.layer.0.ff.layer_2",
            "dropout/transformer.layer.1.rel_attn",
            "dropout/transformer.layer.1.rel_attn.output",
            "dropout/transformer.layer.1.ff.layer_1",
            "dropout/transformer.layer.1.ff.layer_2",
            "dropout/transformer.output",
            "dropout/classifier");
    assertThat(graph.dropouts().get(11).probability()).isEqualTo(0.2);
    Map<String, long[]> inputs = Map.of("input_ids", new long[] {3, 5});
    assertThat(graph.dropouts().get(1).shape().of(inputs)).containsExactly(10, 8);
  }

  @Test
  void refusesPaddingOnTheRight() {
    TransformerModel model = TransformerModel.create(specification(CONFIG, classification()), 1);
    Map<String, INDArray> inputs = inputs(new int[][] {{6, 7, 8, 4, 3}, {6, 4, 3, 5, 5}});
    inputs.put(
        "attention_mask", Nd4j.createFromArray(new int[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}}));
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      assertThatThrownBy(() -> executor.output(inputs, List.of(TaskHead.LOGITS)))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("Row 1 of the input \"attention_mask\" ends in padding")
          .hasMessageContaining("pad on the left");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pooler", "cls", "mean", "max", "parallel(layers=2)", "wk(start=0)"})
  void paddingOnTheLeftChangesNothing(String pooling) {
    TransformerModel model =
        TransformerModel.create(
            ModelSpecification.of(CONFIG, classification(), PoolingHeads.named(pooling)), 1);
    Map<String, INDArray> padded = inputs(new int[][] {{5, 5, 6, 7, 8, 4, 3}});
    padded.put("attention_mask", Nd4j.createFromArray(new int[][] {{0, 0, 1, 1, 1, 1, 1}}));
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      List<String> logits = List.of(TaskHead.LOGITS);
      INDArray plain =
          executor.output(inputs(new int[][] {{6, 7, 8, 4, 3}}), logits).get(TaskHead.LOGITS);
      INDArray shifted = executor.output(padded, logits).get(TaskHead.LOGITS);
      assertThat(shifted.sub(plain).amaxNumber().doubleValue()).isLessThan(1e-6);
    }
  }

  /** Forwards, a text in two segments with memories is the text at once. */
  @Test
  void memoriesContinueAText() {
    ConfigFile forwards = CONFIG.with("attn_type", "uni");
    TransformerModel model = TransformerModel.create(ModelSpecification.bodyOf(forwards), 1);
    TransformerModel remembering =
        new TransformerModel(
            model.specification().withInputs(Set.of(ModelInput.MEMORIES)),
            model.parameters(),
            model.loading());
    try (GraphExecutor first = model.executor(Mode.INFERENCE);
        GraphExecutor second = remembering.executor(Mode.INFERENCE)) {
      Map<String, INDArray> whole =
          first.output(
              inputs(new int[][] {{6, 7, 8, 9, 4, 3}}), List.of("hidden_states.2", "new_mems.1"));
      INDArray expected = whole.get("hidden_states.2").dup();
      INDArray expectedMemory = whole.get("new_mems.1").dup();
      Map<String, INDArray> memories = new HashMap<>();
      first
          .output(inputs(new int[][] {{6, 7, 8, 9}}), List.of("new_mems.0", "new_mems.1"))
          .forEach((name, memory) -> memories.put(name.replace("new_", ""), memory.dup()));
      memories.putAll(inputs(new int[][] {{4, 3}}));

      Map<String, INDArray> rest =
          second.output(memories, List.of("hidden_states.2", "new_mems.1"));

      INDArray actual = rest.get("hidden_states.2");
      assertThat(actual.shape()).containsExactly(1, 2, 8);
      for (int i = 0; i < 2; i++) {
        INDArray difference = actual.slice(0).getRow(i).sub(expected.slice(0).getRow(4 + i));
        assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
      }
      assertThat(rest.get("new_mems.1").shape()).containsExactly(6, 1, 8);
      assertThat(rest.get("new_mems.1").sub(expectedMemory).amaxNumber().doubleValue())
          .isLessThan(1e-5);
    }
  }

  @Test
  void remembersOnlyAsMuchAsItShould() {
    ConfigFile file =
        ConfigFile.parse("config.json", TEXT.replace("{", "{\"mem_len\": 3, \"reuse_len\": 4, "));
    TransformerModel model = TransformerModel.create(ModelSpecification.bodyOf(file), 1);
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      Map<String, INDArray> outputs =
          executor.output(
              inputs(new int[][] {{6, 7, 8, 9, 4, 3}}), List.of("new_mems.0", "hidden_states.0"));
      INDArray memory = outputs.get("new_mems.0");
      assertThat(memory.shape()).containsExactly(3, 1, 8);
      assertThat(memory.slice(0).getRow(0))
          .isEqualTo(outputs.get("hidden_states.0").slice(0).getRow(1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"bi_data\": true | bi_data",
        "\"attn_type\": \"sideways\" | attn_type",
        "\"summary_type\": \"attn\" | summary_type",
        "\"summary_proj_to_labels\": true | summary_proj_to_labels"
      })
  void refusesWhatIsNotBuilt(String entry, String key) {
    ConfigFile file = ConfigFile.parse("c", TEXT.replace("{", "{" + entry + ", "));
    assertThatThrownBy(() -> XlnetConfig.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(key);
  }

  @Test
  void saysWhichShapeIsWrong() {
    TransformerModel model =
        TransformerModel.create(specification(CONFIG, new PermutationLanguageModel()), 1);
    Map<String, INDArray> inputs = inputs(new int[][] {{6, 7, 8, 4, 3}});
    inputs.put("perm_mask", Nd4j.zeros(DataType.FLOAT, 1, 5, 5));
    inputs.put("target_mapping", Nd4j.zeros(DataType.FLOAT, 1, 2, 4));
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      assertThatThrownBy(() -> executor.output(inputs, List.of(TaskHead.LOGITS)))
          .isInstanceOf(InvalidModelException.class)
          .hasMessage(
              "The input \"target_mapping\" has shape [1, 2, 4], expected 5 in dimension 2,"
                  + " because \"input_ids\" has shape [1, 5]");
    }
  }

  private static Map<String, INDArray> inputs(int[][] ids) {
    INDArray array = Nd4j.createFromArray(ids);
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put("input_ids", array);
    inputs.put("attention_mask", Nd4j.onesLike(array));
    inputs.put("token_type_ids", Nd4j.zerosLike(array));
    return inputs;
  }

  private static void assertFact(
      List<Parameter> parameters, String name, ParameterKind kind, Depth depth) {
    Parameter parameter =
        parameters.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    assertThat(parameter.kind()).isEqualTo(kind);
    assertThat(parameter.depth()).isEqualTo(depth);
  }

  private static Classification classification() {
    return new Classification(List.of("no", "yes"));
  }

  private static ExecutableGraph build(TaskHead task, Mode mode) {
    return ModelGraph.build(specification(CONFIG, task), mode).executable();
  }

  private static ModelSpecification specification(ConfigFile config, TaskHead task) {
    return ModelSpecification.of(config, task, PoolingHeads.named("pooler"));
  }
}
