package org.transformerzoo.zoo.pooling;

import java.util.function.IntFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The cosines between the layers of each token.
 *
 * @param graph that holds them
 * @param values row by row, [tokens, layers·layers]
 * @param layers how many
 */
record LayerCosines(SameDiff graph, SDVariable values, int layers) {

  /** Keeps a token whose states are all zero, which only padding has, from dividing by zero. */
  private static final float SMALLEST_SQUARE = 1e-16f;

  /** The cosines of {@code stacked}, [batch, length, layers, hidden]. */
  static LayerCosines of(SameDiff graph, SDVariable stacked, int layers, long hidden) {
    SDVariable tokens = graph.reshape(stacked, -1, layers, hidden); // [tokens, layers, hidden]
    SDVariable products = graph.mmul(tokens, tokens, false, true, false);
    SDVariable flat = graph.reshape(products, -1, (long) layers * layers); // [tokens, layers²]
    LayerCosines inner = new LayerCosines(graph, flat, layers);
    SDVariable squares = inner.pairs(layers, k -> new int[] {k, k}); // [tokens, layers]
    SDVariable lengths =
        graph.math().sqrt(graph.math().max(squares, graph.constant(SMALLEST_SQUARE)));
    SDVariable scale =
        graph
            .reshape(lengths, -1, layers, 1)
            .mul(graph.reshape(lengths, -1, 1, layers)); // [tokens, layers, layers]
    return new LayerCosines(
        graph, flat.div(graph.reshape(scale, -1, (long) layers * layers)), layers);
  }

  /**
   * Chosen entries, as a product with a matrix of zeros and ones, which has a gradient where
   * SameDiff's gather has none.
   *
   * @param count how many
   * @param pair the two layers of each; an empty array stands for an entry of 0
   * @return [tokens, count]
   */
  SDVariable pairs(int count, IntFunction<int[]> pair) {
    INDArray selector = Nd4j.zeros(DataType.FLOAT, (long) layers * layers, count);
    for (int column = 0; column < count; column++) {
      int[] chosen = pair.apply(column);
      if (chosen.length > 0) {
        selector.putScalar((long) chosen[0] * layers + chosen[1], column, 1);
      }
    }
    return graph.mmul(values, graph.constant(selector)); // [tokens, count]
  }
}
