package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code dense}: activation(W·x + b) of any pooled vector (sentence-transformers, {@code Dense}).
 *
 * @param width of the output
 * @param activation tanh by default, {@code identity} for none
 */
public record DenseStage(int width, Activation activation) implements VectorStage {

  @Override
  public Pooled transform(PoolingSite site, Pooled pooled) {
    Linear dense =
        Linear.declare(
            site.builder(), site.name() + ".linear", Depth.head(), pooled.width(), width);
    return new Pooled(
        pooled.vectors().stream()
            .map(x -> Activations.add(site.graph(), activation, dense.apply(site.graph(), x)))
            .toList(),
        width); // [batch, width] each
  }
}
