package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** x·Wᵀ + b, with {@code NAME.weight} [out, in] and {@code NAME.bias} [out]. */
public final class Linear {

  private Linear() {}

  /**
   * Adds the layer.
   *
   * @param input [rows, in]
   * @return [rows, out]
   */
  public static SDVariable add(
      GraphBuilder builder, String name, Depth depth, SDVariable input, long in, long out) {
    SameDiff graph = builder.graph();
    SDVariable weight =
        builder.parameter(name + ".weight", ParameterKind.WEIGHT_MATRIX, depth, out, in);
    SDVariable bias = builder.parameter(name + ".bias", ParameterKind.BIAS, depth, out);
    return graph.mmul(input, weight, false, true, false).add(bias); // [rows, out]
  }
}
