package org.transformerzoo.training.loop;

import java.util.Optional;

/**
 * What happened in an optimizer step.
 *
 * @param step how many steps have been taken, this one included
 * @param task what it learnt, where a run has several
 * @param epoch the pass over the task's data, counted from 0
 * @param loss the mean loss over all items of the step, before it
 * @param gradientNorm the global norm of the gradients before clipping
 * @param learningRate of the first parameter group in this step
 * @param examples how many examples the step learnt from
 */
public record StepReport(
    long step,
    Optional<String> task,
    long epoch,
    double loss,
    double gradientNorm,
    double learningRate,
    int examples) {}
