package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code attention}: Wᵀ·Σ softmax(q·h)·h over the summary tokens h of the layers (Song et al.,
 * arXiv 2002.04815).
 *
 * @param width of the output
 * @param asPrinted as in {@link LayerSequence}
 */
public record AttentionPooling(int width, boolean asPrinted) implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    int hidden = site.hidden();
    SDVariable query = site.parameter("q", ParameterKind.WEIGHT_MATRIX, 1, hidden);
    SDVariable output = site.parameter("w_h", ParameterKind.WEIGHT_MATRIX, hidden, width);
    SDVariable layers = LayerSequence.stacked(site, asPrinted); // [batch, layers, hidden]
    SDVariable scores = layers.mul(graph.reshape(query, 1, 1, hidden)).sum(2); // [batch, layers]
    SDVariable weights = graph.nn().softmax(scores, -1); // [batch, layers]
    SDVariable mixed = layers.mul(TokenReduction.column(graph, weights)).sum(1); // [batch, hidden]
    return Pooled.of(graph.mmul(mixed, output), width); // [batch, width]
  }
}
