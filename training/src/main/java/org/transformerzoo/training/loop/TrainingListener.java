package org.transformerzoo.training.loop;

/** Told what happens in training, in the order of the methods, on the training thread. */
public interface TrainingListener {

  /**
   * What will be trained is there.
   *
   * @param trained may be read at any time until {@link #closed}; is not to be changed
   */
  default void prepared(TrainedParameters trained) {}

  /**
   * Training begins or goes on.
   *
   * @param plan how long it will take
   * @param stepsTaken 0, or the step of the checkpoint from which it goes on
   */
  default void started(TrainingPlan plan, long stepsTaken) {}

  /** A step was taken. */
  default void stepped(StepReport report) {}

  /**
   * The model was evaluated after a step.
   *
   * @param best whether this is the best model so far
   */
  default void evaluated(StepMetrics metrics, boolean best) {}

  /**
   * All that belongs to a step is done, and the run could be continued from here.
   *
   * @param evaluated whether the model was evaluated after this step
   */
  default void settled(long step, boolean evaluated) {}

  /** Training ended as planned or early. */
  default void finished(TrainingResult result) {}

  /** Training ended one way or the other; resources can be let go. */
  default void closed() {}
}
