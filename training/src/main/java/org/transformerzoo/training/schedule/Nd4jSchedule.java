package org.transformerzoo.training.schedule;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A schedule as ND4J knows them, for use with its own updaters.
 *
 * @param schedule the course
 * @param learningRate the highest, above 0
 * @param totalSteps how many iterations there will be, at least 1; later ones are as the last
 */
public record Nd4jSchedule(Schedule schedule, double learningRate, long totalSteps)
    implements ISchedule {

  /** Checks the numbers. */
  public Nd4jSchedule {
    if (!(learningRate > 0) || totalSteps < 1) {
      throw new IllegalArgumentException(
          "learningRate and totalSteps are %s and %d, expected above 0 and at least 1"
              .formatted(learningRate, totalSteps));
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    long step = Math.min(iteration, totalSteps - 1);
    return learningRate * schedule.factor(step, totalSteps);
  }

  @Override
  @SuppressWarnings("CloneDoesntCallSuperClone") // a record does not change
  public ISchedule clone() {
    return this;
  }
}
