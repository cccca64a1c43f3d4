package org.transformerzoo.tuning.study;

/**
 * The two seeds of a run.
 *
 * @param seed of new weights and dropout
 * @param dataSeed of the order of the examples
 */
record SeedPair(long seed, long dataSeed) {}
