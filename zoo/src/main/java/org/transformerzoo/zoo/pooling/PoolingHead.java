package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;

/**
 * Turns the hidden states of a sequence into one vector.
 *
 * <p>To add one: implement this interface in a new file of this package, declaring what it learns
 * with {@link GraphBuilder#parameter} at {@link org.transformerzoo.zoo.parameter.Depth.Head}, and
 * add one line to {@link PoolingHeads}.
 */
public interface PoolingHead {

  /**
   * The summary of each sequence.
   *
   * @param vector [batch, width]
   * @param width number of entries of a summary
   */
  record Pooled(SDVariable vector, long width) {}

  /** The word that chooses it in a configuration. */
  String name();

  /** Adds the subgraph. */
  Pooled attach(GraphBuilder builder, Transformer transformer);

  /** Adds the subgraph below a sequence-level head, where that is not what {@link #attach} adds. */
  default Pooled attachBelowHead(GraphBuilder builder, Transformer transformer) {
    return attach(builder, transformer);
  }
}
