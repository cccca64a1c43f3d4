package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/** {@code cls}: the last hidden state of the token that stands for the whole sequence. */
public final class ClsPooling implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    return Pooled.of(site.summary(site.lastState()), site.hidden());
  }
}
