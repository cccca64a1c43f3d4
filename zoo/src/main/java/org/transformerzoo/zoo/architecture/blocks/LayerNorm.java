package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016) over the last dimension, with {@code
 * NAME.weight} and {@code NAME.bias}. Composed, because SameDiff's own has no epsilon.
 */
public final class LayerNorm {

  private LayerNorm() {}

  /**
   * Adds the normalisation.
   *
   * @param input [rows, width]
   * @return [rows, width]
   */
  public static SDVariable add(
      GraphBuilder builder,
      String name,
      Depth depth,
      SDVariable input,
      long width,
      double epsilon) {
    SDVariable gain = builder.parameter(name + ".weight", ParameterKind.NORM_GAIN, depth, width);
    SDVariable bias = builder.parameter(name + ".bias", ParameterKind.NORM_BIAS, depth, width);
    SDVariable centred = input.sub(input.mean(true, 1)); // [rows, width]
    SDVariable variance = centred.mul(centred).mean(true, 1); // [rows, 1]
    SDVariable deviation = builder.graph().math().sqrt(variance.add(epsilon)); // [rows, 1]
    return centred.div(deviation).mul(gain).add(bias); // [rows, width]
  }
}
