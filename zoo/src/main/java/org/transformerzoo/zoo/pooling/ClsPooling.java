package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.FirstToken;

/** {@code cls}: the last hidden state of the first token. */
public final class ClsPooling implements PoolingHead {

  @Override
  public String name() {
    return "cls";
  }

  @Override
  public Pooled attach(GraphBuilder builder, Transformer transformer) {
    return new Pooled(
        FirstToken.of(transformer.lastHiddenState()), transformer.config().hiddenSize());
  }
}
