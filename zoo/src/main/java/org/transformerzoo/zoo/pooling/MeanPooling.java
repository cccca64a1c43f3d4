package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code mean}: the mean of the last hidden states of the tokens (Reimers and Gurevych,
 * Sentence-BERT, 2019).
 */
public final class MeanPooling implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    return Pooled.of(
        TokenReduction.mean(site.graph(), site.lastState(), site.mask()), site.hidden());
  }
}
