package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;

/**
 * {@code pooler}: the architecture's own. In a bare body that is its pooler; below a sequence-level
 * head, what the family's own head begins with, such as dense and tanh of the first token.
 */
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

  @Override
  public Pooled attachBelowHead(GraphBuilder builder, Transformer transformer) {
    return new Pooled(
        transformer.architecture().summary(builder, transformer),
        transformer.config().hiddenSize());
  }
}
