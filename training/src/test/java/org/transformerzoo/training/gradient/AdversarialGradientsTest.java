package org.transformerzoo.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.gradient.GradientComputation.Pass;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class AdversarialGradientsTest {

  private static final String WORDS = "words";

  private final FlatParameters parameters =
      FlatParameters.allocate(
          List.of(
              new Parameter(WORDS, ParameterKind.EMBEDDING, Depth.embeddings(), List.of(1L, 2L))));
  private final List<double[]> seen = new ArrayList<>();

  /** The gradient of half the squared length is the vector itself. */
  private final GradientComputation halfSquare =
      (inputs, weight, pass) -> {
        INDArray words = parameters.value(WORDS);
        seen.add(words.toDoubleVector());
        INDArray gradient = parameters.gradient(WORDS);
        (pass.first() ? gradient.assign(0) : gradient).addi(words.mul(weight));
        return words.norm2Number().doubleValue();
      };

  private double[] gradients(double size, int steps) {
    parameters.value(WORDS).assign(Nd4j.createFromArray(new float[][] {{3, 4}}));
    parameters.gradients().assign(100); // of an earlier micro-batch
    seen.clear();
    AdversarialGradients adversarial =
        new AdversarialGradients(halfSquare, parameters, WORDS, size, steps);
    assertThat(adversarial.accumulate(Map.of(), 0.5, new Pass(1, false))).isEqualTo(5);
    assertThat(parameters.value(WORDS).toDoubleVector()).containsExactly(3, 4);
    return parameters.gradient(WORDS).toDoubleVector();
  }

  @Test
  void addsTheGradientAtWordsThatWereMovedAlongIt() {
    double[] gradients = gradients(10, 1);
    assertThat(seen.get(1)).containsExactly(new double[] {9, 12}, within(1e-5));
    assertThat(gradients)
        .containsExactly(new double[] {100 + 1.5 + 4.5, 100 + 2 + 6}, within(1e-4));
  }

  @Test
  void aMoveInPartsCountsOnceAtItsEnd() {
    double[] gradients = gradients(10, 2);
    assertThat(seen).hasSize(3);
    assertThat(seen.get(1)).containsExactly(new double[] {6, 8}, within(1e-5));
    assertThat(seen.get(2)).containsExactly(new double[] {9, 12}, within(1e-5));
    assertThat(gradients).containsExactly(new double[] {106, 108}, within(1e-4));
  }

  @Test
  void refusesMovesThatMakeNoSense() {
    assertThatThrownBy(() -> new AdversarialGradients(halfSquare, parameters, WORDS, 0, 1))
        .hasMessage("size and steps are 0.0 and 1, expected above 0 and at least 1");
  }
}
