package org.transformerzoo.benchmarks.batching;

/**
 * What an epoch took.
 *
 * @param seconds of all steps
 * @param waited seconds of them that were spent waiting for batches
 */
public record Epoch(double seconds, double waited) {}
