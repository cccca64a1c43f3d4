package org.transformerzoo.training.optimizer;

/**
 * Where a group of parameters is in a run. Both counts are equal unless layers join later.
 *
 * @param run steps of the run, this one included
 * @param own steps that the group has been trained for, this one included: what moments are
 *     corrected by
 */
public record StepCount(long run, long own) {}
