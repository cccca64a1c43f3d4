package org.transformerzoo.training.schedule;

/**
 * The course of the learning rate.
 *
 * <p>To add one: implement this interface in a new file of this package and add one line to {@link
 * Schedules}.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * What learning rates are multiplied with.
   *
   * @param step the optimizer step about to be taken, counted from 0
   * @param totalSteps how many steps the run has, above {@code step}
   * @return at least 0
   */
  double factor(long step, long totalSteps);
}
