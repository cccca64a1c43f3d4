package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class ReinitializationTest {

  private static final double RANGE = 0.05;
  private static final float TRAINED = 7;

  private static final String BERT =
      """
      {"model_type": "bert", "hidden_size": 64, "num_hidden_layers": 3,
       "num_attention_heads": 2, "intermediate_size": 128, "vocab_size": 32,
       "max_position_embeddings": 32, "type_vocab_size": 2, "initializer_range": 0.05,
       "hidden_act": "gelu"}
      """;
  private static final String BART =
      """
      {"model_type": "bart", "d_model": 64, "encoder_layers": 3, "decoder_layers": 3,
       "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 128,
       "decoder_ffn_dim": 128, "vocab_size": 32, "max_position_embeddings": 32,
       "init_std": 0.05, "activation_function": "gelu"}
      """;

  private static final String ROBERTA = BERT.replace("\"bert\"", "\"roberta\"");
  private static final String XLNET =
      """
      {"model_type": "xlnet", "d_model": 64, "n_layer": 3, "n_head": 2, "d_head": 32,
       "d_inner": 128, "vocab_size": 32, "initializer_range": 0.05, "ff_activation": "gelu"}
      """;

  private static TransformerModel trained(String config) {
    ConfigFile file = ConfigFile.parse("config.json", config);
    TransformerModel model = TransformerModel.create(ModelSpecification.bodyOf(file), 1);
    model.parameters().values().assign(TRAINED);
    return model;
  }

  private static List<String> configurations() {
    return List.of(BERT, ROBERTA, XLNET, BART);
  }

  @Test
  void theEncoderMayBeChosenWhereThereAreTwoStacks() {
    TransformerModel model = trained(BART);
    new Reinitialization(1, Optional.of(Depth.Stack.ENCODER), false).apply(model, 3);
    for (Parameter parameter : model.parameters().parameters()) {
      INDArray values = model.parameters().value(parameter.name());
      if (parameter.depth().equals(Depth.encoderLayer(2))) {
        requireFresh(parameter, values);
      } else {
        assertThat(values.minNumber().floatValue()).as(parameter.name()).isEqualTo(TRAINED);
      }
    }
    assertThatThrownBy(
            () ->
                new Reinitialization(1, Optional.of(Depth.Stack.DECODER), false)
                    .apply(trained(BERT), 3))
        .hasMessage("reinit-stack is decoder, a bert model has an encoder alone");
  }

  private static Depth.Stack top(TransformerModel model) {
    boolean decodes =
        model.parameters().parameters().stream()
            .anyMatch(p -> Depth.decoderLayer(0).equals(p.depth()));
    return decodes ? Depth.Stack.DECODER : Depth.Stack.ENCODER;
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void theTopLayersAreFreshAndAllElseIsUntouched(String config) {
    TransformerModel model = trained(config);
    new Reinitialization(2, Optional.empty(), false).apply(model, 3);
    for (Parameter parameter : model.parameters().parameters()) {
      INDArray values = model.parameters().value(parameter.name());
      boolean fresh =
          parameter.depth() instanceof Depth.Layer layer
              && layer.stack() == top(model)
              && layer.index() > 0;
      if (fresh) {
        requireFresh(parameter, values);
      } else {
        assertThat(values.minNumber().floatValue()).as(parameter.name()).isEqualTo(TRAINED);
        assertThat(values.maxNumber().floatValue()).as(parameter.name()).isEqualTo(TRAINED);
      }
    }
  }

  /** Four standard errors of mean and deviation bound what a fair draw can give. */
  private static void requireFresh(Parameter parameter, INDArray values) {
    ParameterKind kind = parameter.kind();
    if (kind.decays() || kind == ParameterKind.QUERY_BIAS) {
      double count = parameter.length();
      assertThat(values.meanNumber().doubleValue())
          .as(parameter.name())
          .isCloseTo(0, within(4 * RANGE / Math.sqrt(count)));
      assertThat(values.stdNumber().doubleValue())
          .as(parameter.name())
          .isCloseTo(RANGE, within(4 * RANGE / Math.sqrt(2 * count)));
    } else {
      double constant = kind == ParameterKind.NORM_GAIN ? 1 : 0;
      assertThat(values.sub(constant).amaxNumber().doubleValue()).as(parameter.name()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void moreLayersThanThereAreAreRefused(String config) {
    TransformerModel model = trained(config);
    assertThatThrownBy(() -> new Reinitialization(4, Optional.empty(), false).apply(model, 3))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("reinit-layers is 4, expected at most the 3 layers of the model");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void equalSeedsGiveEqualWeightsAndOthersOthers(long seed) {
    List<TransformerModel> models = List.of(trained(BERT), trained(BERT), trained(BERT));
    new Reinitialization(3, Optional.empty(), true).apply(models.get(0), seed);
    new Reinitialization(3, Optional.empty(), true).apply(models.get(1), seed);
    new Reinitialization(3, Optional.empty(), true).apply(models.get(2), seed + 1);
    float[] first = models.get(0).parameters().values().toFloatVector();
    assertThat(models.get(1).parameters().values().toFloatVector()).isEqualTo(first);
    assertThat(models.get(2).parameters().values().toFloatVector()).isNotEqualTo(first);
  }
}
