package org.transformerzoo.zoo.pooling;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code concat-cls}: the summary token of the last layers side by side, the last layer first
 * (Devlin et al., BERT, 2019, section 5.3).
 *
 * @param layers how many; 4 by default
 */
public record ConcatClsPooling(OptionalInt layers) implements StatesPooling {

  private static final int USUAL = 4;

  @Override
  public Pooled pool(PoolingSite site) {
    int count = site.lastLayers(layers, USUAL);
    SDVariable[] columns =
        IntStream.rangeClosed(1, count)
            .mapToObj(k -> site.summary(site.state(-k))) // [batch, hidden]
            .toArray(SDVariable[]::new);
    SDVariable joined = count == 1 ? columns[0] : site.graph().concat(1, columns);
    return Pooled.of(joined, (long) count * site.hidden()); // [batch, layers·hidden]
  }
}
