package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code layer-cls}: the summary token of one layer (Devlin et al., BERT, 2019, section 5.3).
 *
 * @param layer as in {@link PoolingSite#state}
 */
public record LayerClsPooling(int layer) implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    return Pooled.of(site.summary(site.state(layer)), site.hidden());
  }
}
