package org.transformerzoo.training.loop;

/** One step after the other, without evaluation or checkpoints. */
public final class StepSequence {

  private final TrainingStep step;
  private final StepBatches batches;
  private long taken;

  /** Steps on {@code batches}. */
  public StepSequence(TrainingStep step, StepBatches batches) {
    this.step = step;
    this.batches = batches;
  }

  /**
   * Takes the next step.
   *
   * @throws TrainingFailedException if the loss or a gradient is not finite
   */
  public StepReport next() {
    StepReport report = step.take(taken, batches.next(taken));
    taken++;
    return report;
  }
}
