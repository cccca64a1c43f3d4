package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code hierarchical}: H-SUM (Karimi, Rossi and Prati, arXiv 2010.11731). As {@link
 * ParallelPooling}, but each further layer, from the top down, also reads the output of the one
 * before it, added to its input.
 *
 * @param layers how many of the last layers; 4 by default
 */
public record HierarchicalPooling(OptionalInt layers) implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    List<SDVariable> states = new ArrayList<>(); // [batch, length, hidden] each
    for (int k = 0; k < LayerAggregation.count(site, layers); k++) {
      SDVariable own = site.state(-1 - k);
      SDVariable input = k == 0 ? own : states.get(k - 1).add(own);
      states.add(LayerAggregation.newLayer(site, k, input));
    }
    return LayerAggregation.pooled(site, states);
  }
}
