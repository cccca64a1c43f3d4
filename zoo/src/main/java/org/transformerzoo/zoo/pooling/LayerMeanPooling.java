package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code layer-mean}: the mean of the hidden states of the tokens in one layer (the second to last
 * by default, as in bert-as-service, Xiao, 2018).
 *
 * @param layer as in {@link PoolingSite#state}
 */
public record LayerMeanPooling(int layer) implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    return Pooled.of(
        TokenReduction.mean(site.graph(), site.state(layer), site.mask()), site.hidden());
  }
}
