package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** What is true of every pooling, on a whole model. */
class EveryPoolingTest {

  private static final int[][] BATCH = {
    {2, 5, 6, 7, 8, 3}, {2, 9, 4, 11, 3, 0}, {2, 12, 3, 0, 0, 0}, {2, 0, 0, 0, 0, 0}
  };
  private static final int[] LENGTHS = {6, 5, 3, 1};

  static List<String> poolings() {
    return List.of(
        "pooler",
        "cls",
        "mean",
        "max",
        "mean-max",
        "mean-max(parts=2)",
        "mean-sqrt-length",
        "conv1d(channels=6, outputs=5)",
        "conv1d(channels=6, outputs=5, kernel=3)",
        "layer-cls",
        "layer-mean",
        "concat-cls",
        "weighted-layers(start=2)",
        "weighted-layers(start=-2, then=mean)",
        "lstm(width=5)",
        "lstm(width=5, as-printed=true)",
        "gru(width=5)",
        "gru(width=5, as-printed=true)",
        "attention(width=5)",
        "attention(width=5, as-printed=true)",
        "wk(start=1)",
        "wk(window=3)",
        "parallel(layers=2)",
        "hierarchical(layers=3)",
        "word-weights",
        "mean + dense(6)",
        "parallel(layers=2) + dense(6, relu) + dense(4, activation=identity)",
        "mean + asymmetric(query=dense(4), document=dense(6) + dense(4))",
        "encoder: max");
  }

  @Test
  void everyWordIsTried() {
    assertThat(PoolingHeads.standard().words())
        .allSatisfy(
            word ->
                assertThat(poolings())
                    .anyMatch(text -> text.matches("(.*[+=:] )?" + word + "([( ].*)?")));
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void whatStandsInPaddingNeverReachesTheOutput(String pooling) {
    int[][] other = {
      {2, 5, 6, 7, 8, 3}, {2, 9, 4, 11, 3, 29}, {2, 12, 3, 17, 4, 3}, {2, 3, 19, 7, 28, 2}
    };
    try (PoolingTestModel model = new PoolingTestModel(pooling)) {
      INDArray logits = model.logits(BATCH, LENGTHS).dup();

      assertThat(bits(model.logits(other, LENGTHS))).isEqualTo(bits(logits));
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void aSequenceAloneGivesWhatItGivesInAPaddedBatch(String pooling) {
    try (PoolingTestModel model = new PoolingTestModel(pooling)) {
      INDArray logits = model.logits(BATCH, LENGTHS).dup();
      for (int i = 0; i < BATCH.length; i++) {
        int[][] alone = {Arrays.copyOf(BATCH[i], LENGTHS[i])};
        INDArray difference = model.logits(alone, LENGTHS[i]).sub(logits.getRow(i, true));

        assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void theGradientIsTheSlopeOfTheLoss(String pooling) {
    try (PoolingTestModel model = new PoolingTestModel(pooling)) {
      model.differentiate(BATCH, LENGTHS);

      Stream.of(
              (Predicate<Parameter>) parameter -> parameter.name().startsWith("pooling."),
              parameter -> parameter.name().startsWith("bert."))
          .forEach(chosen -> checkSlope(model, chosen, BATCH, LENGTHS));
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void theGradientOfASingleSequenceIsTheSlopeOfItsLoss(String pooling) {
    int[][] single = {{2, 5, 6, 3, 0}};
    try (PoolingTestModel model = new PoolingTestModel(pooling)) {
      model.differentiate(single, 4);

      checkSlope(model, parameter -> true, single, 4);
    }
  }

  /** Along one random direction of the parameters that are {@code chosen}. */
  static void checkSlope(
      PoolingTestModel model, Predicate<Parameter> chosen, int[][] ids, int... lengths) {
    Random random = new Random(3);
    double gradient = 0;
    INDArray direction = Nd4j.zeros(model.parameters().values().length());
    for (Parameter parameter : model.parameters().parameters()) {
      if (chosen.test(parameter) && parameter.kind() != ParameterKind.FIXED) {
        INDArray part =
            FlatParameters.view(direction, model.parameters().segment(parameter.name()));
        for (long i = 0; i < part.length(); i++) {
          part.putScalar(i, random.nextGaussian());
        }
        gradient +=
            part.mul(model.parameters().gradient(parameter.name())).sumNumber().doubleValue();
      }
    }
    // The median, because one step may cross a kink, where a maximum changes its place.
    double slope =
        DoubleStream.of(2e-4, 1e-4, 5e-5)
            .map(step -> slope(model, direction, step, ids, lengths))
            .sorted()
            .skip(1)
            .findFirst()
            .orElseThrow();
    assertThat(gradient).isCloseTo(slope, within(4e-3 + 1e-2 * Math.abs(slope)));
  }

  private static double slope(
      PoolingTestModel model, INDArray direction, double step, int[][] ids, int... lengths) {
    INDArray values = model.parameters().values();
    values.addi(direction.mul(step));
    double above = model.loss(ids, lengths);
    values.subi(direction.mul(2 * step));
    double below = model.loss(ids, lengths);
    values.addi(direction.mul(step));
    return (above - below) / (2 * step);
  }

  private static float[] bits(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
