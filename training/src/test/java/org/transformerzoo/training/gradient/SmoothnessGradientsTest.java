package org.transformerzoo.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.gradient.GradientComputation.Pass;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** Two texts of one word each, whose vectors have two entries. */
class SmoothnessGradientsTest {

  private static final double SIZE = 0.01;
  private static final String WEIGHT = "weight";

  /** What the change grows with, for each entry of each word's move. */
  private static final float[] SLOPES = {4, -0.002f, -1, 0.0025f};

  private final FlatParameters parameters =
      FlatParameters.allocate(
          List.of(
              new Parameter(WEIGHT, ParameterKind.BIAS, Depth.head(), List.of(1L)),
              new Parameter(
                  GraphBuilder.MOVES, ParameterKind.EMBEDDING, Depth.head(), List.of(4L, 2L))));
  private final List<Map<String, INDArray>> seen = new ArrayList<>();
  private final List<float[]> moves = new ArrayList<>();

  /** A loss that is linear in the moves; the gradient of the weight is their weighted sum. */
  private final GradientComputation linear =
      (inputs, weight, pass) -> {
        assertThat(pass.first()).isTrue();
        seen.add(inputs);
        float[] table = parameters.value(GraphBuilder.MOVES).dup().data().asFloat();
        moves.add(table);
        INDArray gradient = Nd4j.zeros(4, 2);
        double loss = 0;
        for (int i = 0; i < SLOPES.length; i++) {
          gradient.putScalar(2 + i, weight * SLOPES[i]);
          loss += SLOPES[i] * table[2 + i];
        }
        parameters.gradient(GraphBuilder.MOVES).assign(gradient);
        parameters.gradient(WEIGHT).assign(weight * loss);
        return loss;
      };

  private double run(int steps, boolean first) {
    Map<String, INDArray> inputs =
        Map.of(TokenInputs.INPUT_IDS, Nd4j.createFromArray(new int[][] {{7}, {8}}));
    return new SmoothnessGradients(linear, parameters, SIZE, steps, 42)
        .accumulate(inputs, 0.5, new Pass(3, first));
  }

  /** The beginning: normally distributed with the deviation SIZE, cut at SIZE. */
  private static double[] beginning() {
    SplittableRandom random = new RandomKey(42, "smoothness", 3).stream(0);
    double[] drawn = new double[SLOPES.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = Math.max(-SIZE, Math.min(SIZE, random.nextGaussian() * SIZE));
    }
    return drawn;
  }

  @Test
  void movesEachTextAlongItsGradientToTheEdgeOfTheBall() {
    double loss = run(1, true);
    double[] start = beginning();
    double[] expected = {
      SIZE,
      Math.max(-SIZE, start[1] - 100 * SIZE * 0.002 / 4),
      -SIZE,
      Math.min(SIZE, start[3] + 100 * SIZE * 0.0025)
    };
    assertThat(moves).hasSize(2);
    double sum = 0;
    for (int i = 0; i < SLOPES.length; i++) {
      assertThat((double) moves.get(0)[2 + i]).isCloseTo(start[i], within(1e-8));
      assertThat((double) moves.get(1)[2 + i]).isCloseTo(expected[i], within(1e-7));
      sum += SLOPES[i] * expected[i];
    }
    assertThat(loss).isCloseTo(sum, within(1e-6));
    assertThat(parameters.gradient(WEIGHT).getDouble(0)).isCloseTo(0.5 * sum, within(1e-6));
  }

  @Test
  void theSecondHalfAloneIsMovedAndNothingStays() {
    run(2, true);
    assertThat(seen).hasSize(3);
    assertThat(seen.get(0).get(TokenInputs.INPUT_IDS).ravel().toIntVector())
        .containsExactly(7, 8, 7, 8);
    assertThat(seen.get(0).get(GraphBuilder.MOVED).ravel().toIntVector())
        .containsExactly(0, 0, 1, 2);
    moves.forEach(table -> assertThat(table).startsWith(0f, 0f));
    assertThat(parameters.value(GraphBuilder.MOVES).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void laterMicroBatchesAddToEarlierOnes() {
    parameters.gradients().assign(100);
    double loss = run(1, false);
    assertThat(parameters.gradient(WEIGHT).getDouble(0)).isCloseTo(100 + 0.5 * loss, within(1e-5));
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> new SmoothnessGradients(linear, parameters, 0, 1, 1))
        .hasMessage("size and steps are 0.0 and 1, expected above 0 and at least 1");
  }
}
