package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code pooler}: the architecture's own. In a bare body that is its pooler; below a sequence-level
 * head, what the family's own head begins with, such as dense and tanh of the first token.
 */
public final class ArchitecturePooler implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    Architecture architecture = site.transformer().architecture();
    SDVariable vector = // [batch, hidden]
        site.belowHead()
            ? architecture.summary(site.builder(), site.transformer())
            : architecture.pooler(site.builder(), site.transformer());
    return Pooled.of(vector, site.hidden());
  }
}
