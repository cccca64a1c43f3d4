package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code mean-max}: the mean and the maximum over the tokens, and the summary token, side by side.
 *
 * @param parts 3, or 2 without the summary token
 * @param masked whether padding is left out of the maximum; it is always left out of the mean
 */
public record MeanMaxPooling(int parts, boolean masked) implements StatesPooling {

  static MeanMaxPooling read(PoolingOptions options) {
    return new MeanMaxPooling(
        Integer.parseInt(options.word("parts", "3", List.of("2", "3"))),
        options.flag("masked", true));
  }

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    List<SDVariable> columns = new ArrayList<>(); // [batch, hidden] each
    columns.add(TokenReduction.mean(graph, site.lastState(), site.mask()));
    columns.add(MaxPooling.max(site, masked));
    if (parts == 3) {
      columns.add(site.summary(site.lastState()));
    }
    SDVariable joined = graph.concat(1, columns.toArray(SDVariable[]::new));
    return Pooled.of(joined, (long) parts * site.hidden()); // [batch, parts·hidden]
  }
}
