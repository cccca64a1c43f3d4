package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ExecutorKind;

/** What is true of every pooling, on every body but BERT. */
@Tag("slow")
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
  private static final ConfigFile XLNET =
      ConfigFile.parse(
          "config.json",
          """
          {"model_type": "xlnet", "d_model": 8, "n_layer": 5, "n_head": 2, "d_inner": 16,
           "vocab_size": 30, "pad_token_id": 1}
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
            new Body("roberta", ROBERTA, "", false),
            new Body("bart decoder", BART, "decoder: ", false),
            new Body("bart encoder", BART, "encoder: ", false),
            new Body("xlnet", XLNET, "", true))
        .flatMap(
            body ->
                EveryPoolingTest.poolings().stream()
                    .filter(pooling -> !pooling.contains(":"))
                    .map(pooling -> Arguments.of(body, body.prefix() + pooling)));
  }

  /**
   * A family, or a stack of one.
   *
   * @param prefix chooses the stack in the text of a pooling
   * @param reversed whether sequences begin with padding and end with what others begin with
   */
  private record Body(String name, ConfigFile config, String prefix, boolean reversed) {

    int[][] batch(int[][] ids) {
      return reversed ? Arrays.stream(ids).map(Body::reverse).toArray(int[][]::new) : ids;
    }

    /** The tokens of {@link #BATCH} at {@code row} without padding. */
    int[][] alone(int row) {
      return batch(new int[][] {Arrays.copyOf(BATCH[row], LENGTHS[row])});
    }

    private static int[] reverse(int[] ids) {
      return IntStream.range(0, ids.length).map(i -> ids[ids.length - 1 - i]).toArray();
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
      INDArray logits = model.logits(body.batch(BATCH), LENGTHS).dup();

      assertThat(model.logits(body.batch(PADDED_OTHERWISE), LENGTHS).dup().data().asFloat())
          .isEqualTo(logits.data().asFloat());
      for (int i = 0; i < BATCH.length; i++) {
        INDArray difference = model.logits(body.alone(i), LENGTHS[i]).sub(logits.getRow(i, true));
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
      int[][] batch = body.batch(BATCH);
      model.differentiate(batch, LENGTHS);

      EveryPoolingTest.checkSlope(model, parameter -> true, batch, LENGTHS);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aSingleTokenIsASequenceToo(Body body, String pooling) {
    PoolingHead head = PoolingHeads.named(pooling);
    try (PoolingTestModel model =
        new PoolingTestModel(body.config(), head, 0.3, ExecutorKind.PLAN)) {
      int[][] single = {{3}};
      model.differentiate(single, 1);

      assertThat(model.logits(single, 1).scan(Conditions.notFinite()).longValue()).isZero();
      EveryPoolingTest.checkSlope(model, parameter -> true, single, 1);
    }
  }
}
