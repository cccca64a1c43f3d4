package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much each layer counts in a token of SBERT-WK. With x the token's state in a layer, V its
 * states in the layers around it and P the projection on their span:
 *
 * <ul>
 *   <li>alignment = mean over v of V of cos(v, x), divided by ‖Px‖ / ‖x‖; it counts inversely,
 *   <li>novelty = ‖x − Px‖ / ‖x‖.
 * </ul>
 *
 * Both are divided by their sums over the layers, then added and divided by their sum.
 *
 * <p>The Cholesky factor L of the cosines of (V, x) holds all of it in its last row: novelty is the
 * last entry, ‖Px‖ / ‖x‖ the length of the others. Layers at the ends have fewer around them; a
 * place that is not taken is orthogonal to everything, which leaves the last row as it is.
 */
final class WkLayerWeights {

  /** Below every pivot of states that differ; keeps equal ones from dividing by zero. */
  private static final float SMALLEST_PIVOT = 1e-10f;

  private final SameDiff graph;
  private final LayerCosines cosines;
  private final int layers;
  private final List<List<Integer>> windows;
  private final int places;
  private final SDVariable[][] factor;

  WkLayerWeights(SameDiff graph, LayerCosines cosines, int window) {
    this.graph = graph;
    this.cosines = cosines;
    this.layers = cosines.layers();
    this.windows = IntStream.range(0, layers).mapToObj(k -> around(k, window)).toList();
    this.places = windows.stream().mapToInt(List::size).max().orElseThrow();
    this.factor = new SDVariable[places + 1][places + 1];
  }

  /** The weights, [tokens, layers]; those of a token add up to 1. */
  SDVariable add() {
    decompose();
    SDVariable length = graph.math().sqrt(atLeastSmallest(squares(places))); // ‖Px‖ / ‖x‖
    SDVariable inverseAlignment = length.div(nonZero(cosineSum())).mul(sizeFactor());
    SDVariable alignment = share(inverseAlignment);
    SDVariable novelty = share(factor[places][places]);
    return share(alignment.add(novelty));
  }

  /**
   * The layers around layer {@code k}. Those before it are there only from layer {@code window} on,
   * as in the reference code, whose slice from a negative index is empty.
   */
  private List<Integer> around(int k, int window) {
    int from = k - window;
    IntStream before = IntStream.range(from < 0 ? Math.max(0, from + layers) : from, k);
    IntStream after = IntStream.range(k + 1, Math.min(layers, k + window + 1));
    return IntStream.concat(before, after).boxed().toList();
  }

  /** Row by row: L[i][j] = (A[i][j] − Σ L[i][·]·L[j][·]) / L[j][j]; A has ones on its diagonal. */
  private void decompose() {
    factor[0][0] = graph.onesLike(entry(places, 0));
    for (int i = 1; i <= places; i++) {
      for (int j = 0; j < i; j++) {
        SDVariable rest = entry(i, j);
        for (int k = 0; k < j; k++) {
          rest = rest.sub(factor[i][k].mul(factor[j][k]));
        }
        factor[i][j] = rest.div(factor[j][j]);
      }
      factor[i][i] = graph.math().sqrt(atLeastSmallest(squares(i).rsub(1.0)));
    }
  }

  /** Σ over j &lt; i of L[i][j]², [tokens, layers]. */
  private SDVariable squares(int i) {
    SDVariable[] row = factor[i];
    return IntStream.range(0, i)
        .mapToObj(j -> row[j].mul(row[j]))
        .reduce(SDVariable::add)
        .orElseThrow();
  }

  /** The cosines between what is in places {@code i} and {@code j} of each layer's window. */
  private SDVariable entry(int i, int j) {
    return cosines.pairs(
        layers,
        k -> {
          int one = inPlace(k, i);
          int other = inPlace(k, j);
          return one < 0 || other < 0 ? new int[0] : new int[] {one, other};
        });
  }

  /** The layer in a place of the window of layer {@code k}, itself in the last one; −1 if none. */
  private int inPlace(int k, int place) {
    if (place == places) {
      return k;
    }
    return place < windows.get(k).size() ? windows.get(k).get(place) : -1;
  }

  /** Σ over v of V of cos(v, x). */
  private SDVariable cosineSum() {
    SDVariable sum = entry(places, 0);
    for (int place = 1; place < places; place++) {
      sum = sum.add(entry(places, place));
    }
    return sum;
  }

  /** m / 2(m + 1) for a window of m layers: the mean's divisor and the reference's own factor. */
  private SDVariable sizeFactor() {
    INDArray factors = Nd4j.create(1, layers);
    for (int k = 0; k < layers; k++) {
      double size = windows.get(k).size();
      factors.putScalar(0, k, size / (2 * (size + 1)));
    }
    return graph.constant(factors.castTo(DataType.FLOAT));
  }

  private SDVariable share(SDVariable x) {
    return TokenReduction.divide(graph, x, nonZero(x.sum(true, 1)));
  }

  private SDVariable atLeastSmallest(SDVariable x) {
    return graph.math().max(x, graph.constant(SMALLEST_PIVOT));
  }

  /** {@code x}, with 1 for 0, which only states of padding that are all zero give. */
  private SDVariable nonZero(SDVariable x) {
    return x.add(TokenReduction.indicator(graph.eq(x, 0)));
  }
}
