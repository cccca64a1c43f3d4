package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.config.Activation;

/**
 * Activation functions as subgraphs. GELU is composed, because SameDiff's {@code gelu} is the
 * sigmoid approximation and its {@code preciseGelu} is wrong.
 */
public final class Activations {

  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

  private Activations() {}

  /** Applies {@code activation} to each entry of {@code x}. */
  public static SDVariable add(SameDiff graph, Activation activation, SDVariable x) {
    SDMath math = graph.math();
    return switch (activation) {
      case GELU -> x.mul(0.5).mul(math.erf(x.mul(SQRT_HALF)).add(1.0));
      case GELU_TANH -> {
        SDVariable cubic = x.add(x.mul(x).mul(x).mul(0.044715));
        yield x.mul(0.5).mul(math.tanh(cubic.mul(SQRT_TWO_OVER_PI)).add(1.0));
      }
      case GELU_SIGMOID -> x.mul(graph.nn().sigmoid(x.mul(1.702)));
      case RELU -> graph.nn().relu(x, 0);
      case RELU_SQUARED -> {
        SDVariable positive = graph.nn().relu(x, 0);
        yield positive.mul(positive);
      }
      case SILU -> x.mul(graph.nn().sigmoid(x));
      case MISH -> x.mul(math.tanh(softplus(graph, x)));
      case TANH -> math.tanh(x);
      case SIGMOID -> graph.nn().sigmoid(x);
      case IDENTITY -> x;
    };
  }

  /** log(1 + eˣ), finite for every finite x, with the exact gradient at 0. */
  public static SDVariable softplus(SameDiff graph, SDVariable x) {
    SDMath math = graph.math();
    SDVariable magnitude = math.abs(x);
    SDVariable positivePart = x.add(magnitude).mul(0.5);
    SDVariable one = graph.constant(1.0f).castTo(DataType.FLOAT);
    return positivePart.add(math.log(math.exp(magnitude.neg()).add(one)));
  }
}
