package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * The parameters of a linear layer that is applied more than once; {@link Linear} is for one use.
 *
 * @param weight [out, in]
 * @param bias [out]
 */
public record Affine(SDVariable weight, SDVariable bias) {

  /** Declares {@code NAME.weight} and {@code NAME.bias}. */
  public static Affine declare(GraphBuilder builder, String name, Depth depth, long in, long out) {
    return new Affine(
        builder.parameter(name + ".weight", ParameterKind.WEIGHT_MATRIX, depth, out, in),
        builder.parameter(name + ".bias", ParameterKind.BIAS, depth, out));
  }

  /** x·Wᵀ + b: [rows, in] becomes [rows, out]. */
  public SDVariable apply(SameDiff graph, SDVariable x) {
    return graph.mmul(x, weight, false, true, false).add(bias); // [rows, out]
  }
}
