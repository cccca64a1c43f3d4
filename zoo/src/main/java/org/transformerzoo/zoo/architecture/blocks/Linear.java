package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * x·Wᵀ + b, with {@code NAME.weight} [out, in] and {@code NAME.bias} [out].
 *
 * @param weight [out, in]
 * @param bias [out]
 */
public record Linear(SDVariable weight, SDVariable bias) {

  /** Declares the parameters of a layer that is applied in several places. */
  public static Linear declare(GraphBuilder builder, String name, Depth depth, long in, long out) {
    SDVariable weight =
        builder.parameter(name + ".weight", ParameterKind.LINEAR_WEIGHT, depth, out, in);
    SDVariable bias = builder.parameter(name + ".bias", ParameterKind.BIAS, depth, out);
    return new Linear(weight, bias);
  }

  /**
   * Declares a layer and applies it.
   *
   * @param input [rows, in]
   * @return [rows, out]
   */
  public static SDVariable add(
      GraphBuilder builder, String name, Depth depth, SDVariable input, long in, long out) {
    return declare(builder, name, depth, in, out).apply(builder.graph(), input);
  }

  /** Applies the layer to {@code input}, [rows, in]: [rows, out]. */
  public SDVariable apply(SameDiff graph, SDVariable input) {
    return graph.mmul(input, weight, false, true, false).add(bias); // [rows, out]
  }
}
