package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/** What P-SUM and H-SUM share: their layers and their pooler, all new. */
final class LayerAggregation {

  private static final int USUAL = 4;

  private LayerAggregation() {}

  static int count(PoolingSite site, OptionalInt asked) {
    return site.lastLayers(asked, USUAL);
  }

  /** A further layer of the body's kind on {@code input}, [batch, length, hidden]. */
  static SDVariable newLayer(PoolingSite site, int index, SDVariable input) {
    return site.transformer()
        .architecture()
        .newLayer(site.builder(), site.transformer(), site.name() + ".layer." + index, input);
  }

  /** tanh(dense(summary token)) of each of {@code states}, with one dense layer for all. */
  static Pooled pooled(PoolingSite site, List<SDVariable> states) {
    SameDiff graph = site.graph();
    long hidden = site.hidden();
    Linear dense =
        Linear.declare(site.builder(), site.name() + ".pooler.dense", Depth.head(), hidden, hidden);
    return new Pooled(
        states.stream()
            .map(state -> graph.math().tanh(dense.apply(graph, site.summary(state))))
            .toList(),
        hidden); // [batch, hidden] each
  }
}
