package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Attention of one new position to itself and to those before it, whose keys and values are cached.
 */
public final class CachedAttention {

  private CachedAttention() {}

  /**
   * Adds the attention.
   *
   * @param query of the new position, [rows, heads, 1, depth], like {@code key} and {@code value}
   * @param cachedKeys [rows, heads, capacity, depth], like {@code cachedValues}
   * @param cacheBias added to the scores of cached positions, [1, 1, 1, capacity]
   * @param scale of the scores
   * @return the context, [rows, heads, 1, depth]
   */
  public static SDVariable add(
      SameDiff graph,
      SDVariable query,
      SDVariable key,
      SDVariable value,
      SDVariable cachedKeys,
      SDVariable cachedValues,
      SDVariable cacheBias,
      double scale) {
    SDVariable before =
        graph
            .mmul(query, cachedKeys, false, true, false)
            .mul(scale)
            .add(cacheBias); // [rows, heads, 1, capacity]
    SDVariable own = graph.mmul(query, key, false, true, false).mul(scale); // [rows, heads, 1, 1]
    SDVariable probabilities =
        graph.nn().softmax(graph.concat(3, before, own), -1); // [rows, heads, 1, capacity + 1]
    SDVariable cachedShare =
        graph.mmul(slice(graph, probabilities, true), cachedValues); // [rows, heads, 1, depth]
    return cachedShare.add(value.mul(slice(graph, probabilities, false)));
  }

  /** All but the last probability, or the last: [rows, heads, 1, capacity or 1]. */
  private static SDVariable slice(SameDiff graph, SDVariable x, boolean cached) {
    return graph.stridedSlice(
        x,
        new long[] {0, 0, 0, cached ? 0 : -1},
        new long[] {0, 0, 0, cached ? -1 : 0},
        new long[] {1, 1, 1, 1},
        cached ? 0b1111 : 0b0111, // from the beginning
        cached ? 0b0111 : 0b1111, // to the end
        0,
        0,
        0);
  }
}
