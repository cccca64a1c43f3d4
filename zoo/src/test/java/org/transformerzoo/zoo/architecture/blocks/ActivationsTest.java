package org.transformerzoo.zoo.architecture.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.config.Activation;

/** Values and gradients against the definitions in double precision. */
class ActivationsTest {

  private static final Map<Activation, DoubleUnaryOperator> DEFINITIONS =
      Map.of(
          Activation.GELU, x -> x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2))),
          Activation.GELU_TANH,
              x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
          Activation.GELU_SIGMOID, x -> x * sigmoid(1.702 * x),
          Activation.RELU, x -> Math.max(0, x),
          Activation.RELU_SQUARED, x -> Math.max(0, x) * Math.max(0, x),
          Activation.SILU, x -> x * sigmoid(x),
          Activation.MISH, x -> x * Math.tanh(Math.log1p(Math.exp(x))),
          Activation.TANH, Math::tanh,
          Activation.SIGMOID, ActivationsTest::sigmoid,
          Activation.IDENTITY, x -> x);

  private static final float[] POINTS = {-30f, -5f, -2f, -1.1f, -0.3f, 0.2f, 0.9f, 2f, 4.5f, 30f};

  @ParameterizedTest
  @EnumSource(Activation.class)
  void meetsItsDefinition(Activation activation) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.var("x", Nd4j.createFromArray(POINTS));
    SDVariable y = Activations.add(graph, activation, x);

    INDArray values = y.eval();

    for (int i = 0; i < POINTS.length; i++) {
      double expected = DEFINITIONS.get(activation).applyAsDouble(POINTS[i]);
      assertThat(values.getDouble(i))
          .as("at %f", POINTS[i])
          .isCloseTo(expected, within(2e-6 + 1e-6 * Math.abs(expected)));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void hasTheGradientOfItsDefinition(Activation activation) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.var("x", Nd4j.createFromArray(POINTS));
    SDVariable loss = Activations.add(graph, activation, x).mul(1.0).sum();
    graph.setLossVariables(loss.name());

    INDArray gradient = graph.calculateGradients(Map.of(), "x").get("x");

    for (int i = 0; i < POINTS.length; i++) {
      DoubleUnaryOperator f = DEFINITIONS.get(activation);
      double step = 1e-5;
      double expected =
          (f.applyAsDouble(POINTS[i] + step) - f.applyAsDouble(POINTS[i] - step)) / (2 * step);
      assertThat(gradient.castTo(DataType.DOUBLE).getDouble(i))
          .as("at %f", POINTS[i])
          .isCloseTo(expected, within(5e-6 + 1e-5 * Math.abs(expected)));
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
