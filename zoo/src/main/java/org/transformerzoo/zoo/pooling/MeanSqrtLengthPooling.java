package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code mean-sqrt-length}: the sum of the last hidden states of the tokens, divided by the square
 * root of their number (sentence-transformers, {@code pooling_mode_mean_sqrt_len_tokens}).
 */
public final class MeanSqrtLengthPooling implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    SDVariable sum = TokenReduction.sum(graph, site.lastState(), site.mask()); // [batch, hidden]
    SDVariable tokens = TokenReduction.total(graph, site.mask()); // [batch, 1]
    return Pooled.of(
        TokenReduction.divide(graph, sum, graph.math().sqrt(tokens)),
        site.hidden()); // [batch, hidden]
  }
}
