package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ExecutorKind;

/** What is true of every pooling, on every body but BERT. */
class EveryBodyTest {

  private static final ConfigFile ROBERTA =
      ConfigFile.parse(
          "config.json",
          """
          {"model_type": "roberta", "hidden_size": 8, "num_hidden_layers": 5,
           "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 30,
           "max_position_embeddings": 18, "type_vocab_size": 1, "pad_token_id": 1}
          """);
  private static final ConfigFile BART =
      ConfigFile.parse(
          "config.json",
          """
          {"model_type": "bart", "d_model": 8, "vocab_size": 30, "max_position_embeddings": 16,
           "encoder_layers": 5, "encoder_attention_heads": 2, "encoder_ffn_dim": 16,
           "decoder_layers": 5, "decoder_attention_heads": 2, "decoder_ffn_dim": 16,
           "eos_token_id": 3, "decoder_start_token_id": 3}
          """);
  private static final int[][] BATCH = {
    {2, 5, 6, 7, 8, 3}, {2, 9, 4, 11, 3, 1}, {2, 12, 3, 1, 1, 1}, {3, 1, 1, 1, 1, 1}
  };
  private static final int[][] PADDED_OTHERWISE = {
    {2, 5, 6, 7, 8, 3}, {2, 9, 4, 11, 3, 29}, {2, 12, 3, 17, 4, 3}, {3, 2, 19, 7, 28, 3}
  };
  private static final int[] LENGTHS = {6, 5, 3, 1};

  static Stream<Arguments> bodies() {
    return Stream.of(
            Body.of("roberta", ROBERTA, ""),
            Body.of("bart decoder", BART, "decoder: "),
            Body.of("bart encoder", BART, "encoder: "))
        .flatMap(
            body ->
                EveryPoolingTest.poolings().stream()
                    .filter(pooling -> !pooling.contains(":"))
                    .map(pooling -> Arguments.of(body, body.prefix() + pooling)));
  }

  private record Body(String name, ConfigFile config, String prefix) {
    static Body of(String name, ConfigFile config, String prefix) {
      return new Body(name, config, prefix);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void paddingNeitherStandsNorCounts(Body body, String pooling) {
    PoolingHead head = PoolingHeads.named(pooling);
    try (PoolingTestModel model =
        new PoolingTestModel(body.config(), head, 0.3, ExecutorKind.PLAN)) {
      INDArray logits = model.logits(BATCH, LENGTHS).dup();

      assertThat(model.logits(PADDED_OTHERWISE, LENGTHS).dup().data().asFloat())
          .isEqualTo(logits.data().asFloat());
      for (int i : List.of(1, 3)) {
        int[][] alone = {Arrays.copyOf(BATCH[i], LENGTHS[i])};
        INDArray difference = model.logits(alone, LENGTHS[i]).sub(logits.getRow(i, true));
        assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void theGradientIsTheSlopeOfTheLoss(Body body, String pooling) {
    PoolingHead head = PoolingHeads.named(pooling);
    try (PoolingTestModel model =
        new PoolingTestModel(body.config(), head, 0.3, ExecutorKind.PLAN)) {
      model.differentiate(BATCH, LENGTHS);

      EveryPoolingTest.checkSlope(model, parameter -> true, BATCH, LENGTHS);
    }
  }
}
