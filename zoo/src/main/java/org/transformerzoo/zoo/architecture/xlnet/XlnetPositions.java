package org.transformerzoo.zoo.architecture.xlnet;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.execution.ExecutableGraph.MaskShape;

/**
 * The sinusoids of relative distances (Dai et al., 2019, arXiv 1901.02860, section 3.3): from as
 * far behind as the farthest key to as far ahead.
 *
 * @param encoding [distances, hidden]
 * @param count number of distances, a scalar
 */
record XlnetPositions(SDVariable encoding, SDVariable count) {

  /** Adds them; {@code site} names the place of their dropout. */
  static XlnetPositions add(
      GraphBuilder builder, XlnetConfig config, XlnetInputs inputs, String site) {
    SameDiff graph = builder.graph();
    SDVariable keys = inputs.keys().length();
    SDVariable ahead =
        config.forwardOnly() ? graph.constant(1L) : inputs.queries().length(); // a scalar
    SDVariable distances =
        graph.range(
            keys.castTo(DataType.FLOAT),
            ahead.castTo(DataType.FLOAT).neg(),
            graph.constant(-1f),
            DataType.FLOAT); // [distances]: keys, keys − 1 … 1 − ahead
    int clamp = config.clampLength();
    SDVariable clamped = clamp > 0 ? graph.math().clipByValue(distances, -clamp, clamp) : distances;
    SDVariable angles =
        graph
            .reshape(clamped, -1, 1)
            .mul(graph.constant(Nd4j.createFromArray(new float[][] {frequencies(config)})));
    SDVariable encoding =
        graph.concat(1, graph.math().sin(angles), graph.math().cos(angles)); // [distances, hidden]
    // One mask for the whole batch, where the reference draws one for each sequence: the encoding
    // itself is computed once for all of them.
    SDVariable dropped = builder.dropout(site, encoding, config.dropout(), shape(config, inputs));
    return new XlnetPositions(dropped, keys.add(ahead));
  }

  /** 1 / 10000^(2i/hidden) in single precision, as the reference computes it. */
  private static float[] frequencies(XlnetConfig config) {
    float[] frequencies = new float[config.hiddenSize() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = 2f * i / config.hiddenSize();
      frequencies[i] = 1 / (float) Math.pow(10_000, exponent);
    }
    return frequencies;
  }

  private static MaskShape shape(XlnetConfig config, XlnetInputs inputs) {
    Positions queries = inputs.queries();
    Positions keys = inputs.keys();
    return shapes -> {
      long ahead = config.forwardOnly() ? 1 : queries.sizes().of(shapes)[1];
      return new long[] {keys.sizes().of(shapes)[1] + ahead, config.hiddenSize()};
    };
  }
}
