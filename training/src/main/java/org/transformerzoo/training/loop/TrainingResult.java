package org.transformerzoo.training.loop;

/**
 * The outcome of training.
 *
 * @param best the evaluation that was best by the chosen metric
 * @param last the evaluation after the last step
 * @param stoppedEarly whether patience ended the run before its time
 */
public record TrainingResult(StepMetrics best, StepMetrics last, boolean stoppedEarly) {}
