package org.transformerzoo.zoo.pooling;

/** A part of a pooling: the first reads hidden states, those after it read vectors. */
public sealed interface PoolingStage permits StatesPooling, VectorStage {}
