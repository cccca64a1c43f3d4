package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code wk}: SBERT-WK (Wang and Kuo, arXiv 2002.06652). Every token mixes its layers by how well
 * each aligns with the layers around it and by what it adds to them; the sentence mixes its tokens
 * by how much each changes from layer to layer. The last token of the text, which only ends it, is
 * left out.
 *
 * <p>The reference code takes a QR decomposition for each token and layer. Only lengths of
 * projections are needed, which depend on inner products alone: here they come from a Cholesky
 * decomposition of the layers' cosines, for all tokens at once.
 *
 * @param start first layer, as in {@link PoolingSite#state}; 4 by default
 * @param window how many layers on each side are looked at, "m" in the paper
 */
public record WkPooling(OptionalInt start, int window) implements StatesPooling {

  private static final int USUAL_START = 4;

  /** A variance of the cosines between adjacent layers needs two of them. */
  private static final int LEAST_LAYERS = 3;

  /** Decides only where every token's variance is 0: then all tokens count the same. */
  private static final double SMALLEST_VARIANCE = 1e-12;

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    List<SDVariable> states = site.statesFrom(start, USUAL_START, LEAST_LAYERS);
    int layers = states.size();
    SDVariable stacked =
        graph.stack(2, states.toArray(SDVariable[]::new)); // [batch, length, layers, hidden]
    LayerCosines cosines = LayerCosines.of(graph, stacked, layers, site.hidden());
    SDVariable layerWeights = new WkLayerWeights(graph, cosines, window).add(); // [tokens, layers]
    SDVariable tokenWeights = tokenWeights(site, cosines); // [batch, length]
    SDVariable perToken = graph.reshape(tokenWeights, -1, 1); // [tokens, 1]
    SDVariable weights = layerWeights.mul(perToken); // [tokens, layers]
    SDVariable sentence = // [batch, 1, hidden]
        IntStream.range(0, layers)
            .mapToObj(layer -> graph.mmul(ofLayer(site, weights, layer, layers), states.get(layer)))
            .reduce(SDVariable::add)
            .orElseThrow();
    return Pooled.of(graph.reshape(sentence, -1, site.hidden()), site.hidden());
  }

  /** The variance of a token's cosines between adjacent layers, as a share of the sentence's. */
  private static SDVariable tokenWeights(PoolingSite site, LayerCosines cosines) {
    SameDiff graph = site.graph();
    SDVariable adjacent = cosines.pairs(cosines.layers() - 1, k -> new int[] {k, k + 1});
    SDVariable centred = adjacent.sub(adjacent.mean(true, 1)); // [tokens, layers − 1]
    // Its divisor does not matter, for the shares are the same.
    SDVariable variance = centred.mul(centred).mean(1).add(SMALLEST_VARIANCE); // [tokens]
    SDVariable kept = withoutEnd(site); // [batch, length]
    SDVariable shaped = graph.reshape(variance, site.transformer().positions().shape(graph));
    SDVariable weights = shaped.mul(kept); // [batch, length]
    return TokenReduction.divide(graph, weights, weights.sum(true, 1));
  }

  /** The mask without the token that ends the text, unless there is no other: [batch, length]. */
  private static SDVariable withoutEnd(PoolingSite site) {
    SameDiff graph = site.graph();
    SDVariable mask = site.mask(); // [batch, length]
    int place = site.transformer().architecture().summaryComesLast() ? 2 : 1;
    SDVariable fromEnd = graph.cumsum(mask, false, true, 1); // 1 at the last token, 2 before it …
    SDVariable isEnd = TokenReduction.indicator(graph.eq(fromEnd, place)); // [batch, length]
    SDVariable hasOthers = TokenReduction.indicator(graph.gt(mask.sum(true, 1), 1)); // [batch, 1]
    return mask.mul(isEnd.mul(hasOthers).rsub(1.0));
  }

  /** What the tokens of {@code layer} count in their sentences: [batch, 1, length]. */
  private static SDVariable ofLayer(PoolingSite site, SDVariable weights, int layer, int layers) {
    SameDiff graph = site.graph();
    INDArray choice = Nd4j.zeros(DataType.FLOAT, layers, 1);
    choice.putScalar(layer, 0, 1);
    SDVariable chosen = graph.mmul(weights, graph.constant(choice)); // [tokens, 1]
    SDVariable batch = site.transformer().positions().batch();
    return graph.reshape(chosen, graph.stack(0, batch, graph.constant(1L), graph.constant(-1L)));
  }
}
