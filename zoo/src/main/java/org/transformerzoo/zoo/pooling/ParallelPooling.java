package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code parallel}: P-SUM (Karimi, Rossi and Prati, arXiv 2010.11731). Each of the last layers
 * passes through a further layer of its own, then through one shared pooler. Gives one vector for
 * each: the losses are added up, the logits averaged.
 *
 * @param layers how many of the last layers; 4 by default
 */
public record ParallelPooling(OptionalInt layers) implements StatesPooling {

  @Override
  public Pooled pool(PoolingSite site) {
    List<SDVariable> states = new ArrayList<>(); // [batch, length, hidden] each
    for (int k = 0; k < LayerAggregation.count(site, layers); k++) {
      states.add(LayerAggregation.newLayer(site, k, site.state(-1 - k)));
    }
    return LayerAggregation.pooled(site, states);
  }
}
