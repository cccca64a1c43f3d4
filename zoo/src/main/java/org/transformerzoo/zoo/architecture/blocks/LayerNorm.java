package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016) over the last dimension, with {@code
 * NAME.weight} and {@code NAME.bias}. Composed, because SameDiff's own has no epsilon.
 *
 * @param gain [width]
 * @param bias [width]
 * @param epsilon added to the variance
 */
public record LayerNorm(SDVariable gain, SDVariable bias, double epsilon) {

  /** Declares the parameters of a normalisation that is applied in several places. */
  public static LayerNorm declare(
      GraphBuilder builder, String name, Depth depth, long width, double epsilon) {
    SDVariable gain = builder.parameter(name + ".weight", ParameterKind.NORM_GAIN, depth, width);
    SDVariable bias = builder.parameter(name + ".bias", ParameterKind.NORM_BIAS, depth, width);
    return new LayerNorm(gain, bias, epsilon);
  }

  /**
   * Declares a normalisation and applies it.
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
    return declare(builder, name, depth, width, epsilon).apply(builder.graph(), input);
  }

  /** Normalises {@code input}, [rows, width]: [rows, width]. */
  public SDVariable apply(SameDiff graph, SDVariable input) {
    SDVariable centred = input.sub(input.mean(true, 1)); // [rows, width]
    SDVariable variance = centred.mul(centred).mean(true, 1); // [rows, 1]
    SDVariable deviation = graph.math().sqrt(variance.add(epsilon)); // [rows, 1]
    return centred.div(deviation).mul(gain).add(bias); // [rows, width]
  }
}
