package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * The first stage of a pooling: reads the hidden states of a sequence.
 *
 * <p>To add one: implement this interface in a new file of this package, on top of what {@link
 * PoolingSite} offers, and add one line to {@link PoolingHeads}. Let what stands in padding never
 * reach the output.
 */
@FunctionalInterface
public non-sealed interface StatesPooling extends PoolingStage {

  /** Adds the subgraph from the hidden states to the vectors. */
  Pooled pool(PoolingSite site);
}
