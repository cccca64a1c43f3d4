package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.parameter.Depth;

/** Dropout, dense and tanh: the first layer of a sequence-level head that has two. */
public final class DenseSummary {

  private DenseSummary() {}

  /**
   * Adds the layer.
   *
   * @param name of the dense layer, and of the dropout's place
   * @param vector one vector for each sequence, [batch, hidden]
   * @return [batch, hidden]
   */
  public static SDVariable add(
      GraphBuilder builder, Transformer transformer, String name, SDVariable vector) {
    long hidden = transformer.config().hiddenSize();
    SDVariable dropped =
        builder.dropout(
            name,
            vector,
            transformer.config().headDropout(),
            shapes -> new long[] {shapes.get(TokenInputs.INPUT_IDS)[0], hidden});
    SDVariable dense = Linear.add(builder, name, Depth.head(), dropped, hidden, hidden);
    return builder.graph().math().tanh(dense); // [batch, hidden]
  }
}
