package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code max}: the largest entry of each column of the last hidden state (Reimers and Gurevych,
 * Sentence-BERT, 2019).
 *
 * @param masked whether padding is left out; without, what stands there can win
 */
public record MaxPooling(boolean masked) implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    return Pooled.of(max(site, masked), site.hidden());
  }

  /** The largest entries of the last hidden state, [batch, hidden]. */
  static SDVariable max(PoolingSite site, boolean masked) {
    return masked
        ? TokenReduction.max(site.lastState(), TokenReduction.column(site.graph(), site.mask()))
        : site.lastState().max(1);
  }
}
