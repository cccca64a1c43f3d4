package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code weighted-layers}: Σ w·h / Σ w over the layers from a start layer on, with one learned
 * weight for each, all 1 at first (sentence-transformers, {@code WeightedLayerPooling}; not the
 * softmax of ELMo).
 *
 * @param start first layer, as in {@link PoolingSite#state}; 4 by default
 * @param then what is mixed of each layer: its summary token or the mean of its tokens
 */
public record WeightedLayersPooling(OptionalInt start, Reading then) implements StatesPooling {

  private static final int USUAL_START = 4;

  /** What is read of a layer. */
  public enum Reading {
    /** The summary token. */
    CLS,
    /** The mean of the tokens. */
    MEAN
  }

  static WeightedLayersPooling read(PoolingOptions options) {
    return new WeightedLayersPooling(
        options.optionalInt("start"),
        options.word("then", "cls", List.of("cls", "mean")).equals("cls")
            ? Reading.CLS
            : Reading.MEAN);
  }

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    SDVariable[] vectors =
        site.statesFrom(start, USUAL_START, 1).stream()
            .map(state -> vector(site, state))
            .toArray(SDVariable[]::new);
    SDVariable weights =
        site.parameter("layer_weights", ParameterKind.MIXTURE, vectors.length); // [layers]
    SDVariable row = graph.reshape(weights, 1, vectors.length); // [1, layers]
    SDVariable shares = TokenReduction.divide(graph, row, row.sum(true, 1)); // [1, layers]
    SDVariable column = graph.reshape(shares, 1, vectors.length, 1);
    SDVariable mixed = graph.stack(1, vectors).mul(column).sum(1); // [batch, hidden]
    return Pooled.of(mixed, site.hidden());
  }

  private SDVariable vector(PoolingSite site, SDVariable state) {
    return switch (then) {
      case CLS -> site.summary(state); // [batch, hidden]
      case MEAN -> TokenReduction.mean(site.graph(), state, site.mask()); // [batch, hidden]
    };
  }
}
