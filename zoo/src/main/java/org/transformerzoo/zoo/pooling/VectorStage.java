package org.transformerzoo.zoo.pooling;

import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * A later stage of a pooling: reads what the stage before it made. To be added as {@link
 * StatesPooling} says.
 */
@FunctionalInterface
public non-sealed interface VectorStage extends PoolingStage {

  /** Adds the subgraph from vectors to vectors; all vectors share what it learns. */
  Pooled transform(PoolingSite site, Pooled pooled);
}
