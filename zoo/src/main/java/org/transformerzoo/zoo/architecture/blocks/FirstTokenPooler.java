package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.parameter.Depth;

/** BERT's pooler: dense and tanh of the first token. */
public final class FirstTokenPooler {

  private FirstTokenPooler() {}

  /**
   * Adds the pooler.
   *
   * @param name of its dense layer
   * @return [batch, hidden]
   */
  public static SDVariable add(GraphBuilder builder, Transformer transformer, String name) {
    int hidden = transformer.config().hiddenSize();
    SDVariable first = FirstToken.of(transformer.lastHiddenState()); // [batch, hidden]
    SDVariable dense = Linear.add(builder, name, Depth.pooler(), first, hidden, hidden);
    return builder.graph().math().tanh(dense); // [batch, hidden]
  }
}
