package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The summary tokens of the layers, from the first to the last, as a sequence. */
final class LayerSequence {

  private LayerSequence() {}

  /**
   * The steps of the sequence, [batch, hidden] each.
   *
   * @param asPrinted whether layers and columns are mixed as in code that stacks the layers last,
   *     [batch, hidden, layers], and then takes the same numbers for [batch, layers, hidden]
   */
  static List<SDVariable> steps(PoolingSite site, boolean asPrinted) {
    List<SDVariable> summaries =
        IntStream.range(1, site.stateCount())
            .mapToObj(layer -> site.summary(site.state(layer)))
            .toList();
    return asPrinted ? mixed(site, summaries) : summaries;
  }

  /** {@link #steps} in one array, [batch, layers, hidden]. */
  static SDVariable stacked(PoolingSite site, boolean asPrinted) {
    return site.graph().stack(1, steps(site, asPrinted).toArray(SDVariable[]::new));
  }

  private static List<SDVariable> mixed(PoolingSite site, List<SDVariable> summaries) {
    SameDiff graph = site.graph();
    int layers = summaries.size();
    SDVariable stacked =
        graph.stack(2, summaries.toArray(SDVariable[]::new)); // [batch, hidden, layers]
    SDVariable read = graph.reshape(stacked, -1, layers, site.hidden());
    return IntStream.range(0, layers)
        .mapToObj(k -> read.get(SDIndex.all(), SDIndex.point(k), SDIndex.all()))
        .toList();
  }
}
