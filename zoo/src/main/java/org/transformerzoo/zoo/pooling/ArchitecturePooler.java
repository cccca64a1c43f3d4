package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;

/** {@code pooler}: the architecture's own; for BERT dense and tanh of the first token. */
public final class ArchitecturePooler implements PoolingHead {

  @Override
  public String name() {
    return "pooler";
  }

  @Override
  public Pooled attach(GraphBuilder builder, Transformer transformer) {
    return new Pooled(
        transformer.architecture().pooler(builder, transformer), transformer.config().hiddenSize());
  }
}
