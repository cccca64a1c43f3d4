package org.transformerzoo.training.loop;

import java.util.List;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.GradientNorm;
import org.transformerzoo.training.optimizer.Optimizer;
import org.transformerzoo.training.schedule.Schedule;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** From gradients to new weights: norm, clipping, scheduled learning rate, optimizer step. */
public final class WeightUpdate {

  private final GradientNorm norm;
  private final double learningRate;
  private final Optimizer optimizer;
  private final GradientClipping clipping;
  private final Schedule schedule;
  private final long totalSteps;

  /**
   * Puts the parts together.
   *
   * @param groups those that {@code optimizer} is bound to, at least one
   * @param totalSteps of the run, which the schedule needs to know
   */
  public WeightUpdate(
      FlatParameters parameters,
      List<ParameterGroup> groups,
      Optimizer optimizer,
      GradientClipping clipping,
      Schedule schedule,
      long totalSteps) {
    this(
        new GradientNorm(parameters, groups),
        groups.get(0).learningRate(),
        optimizer,
        clipping,
        schedule,
        totalSteps);
  }

  /**
   * Puts the parts together.
   *
   * @param norm of the gradients that {@code optimizer} uses
   * @param learningRate the highest of the group that reports tell of
   * @param totalSteps of the run, which the schedule needs to know
   */
  public WeightUpdate(
      GradientNorm norm,
      double learningRate,
      Optimizer optimizer,
      GradientClipping clipping,
      Schedule schedule,
      long totalSteps) {
    this.norm = norm;
    this.learningRate = learningRate;
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.schedule = schedule;
    this.totalSteps = totalSteps;
  }

  /** The global norm of the gradients as they are, in step {@code step}, counted from 0. */
  double gradientNorm(long step) {
    return norm.compute(step);
  }

  /**
   * Takes a step.
   *
   * @param step counted from 0
   * @param gradientNorm the global norm of the gradients without {@code lossScale}
   * @param lossScale what the gradients in the buffer are to be divided by
   */
  void apply(long step, double gradientNorm, double lossScale) {
    double gradientScale = clipping.scale(gradientNorm) / lossScale;
    optimizer.step(schedule.factor(step, totalSteps), gradientScale);
  }

  /** The learning rate of the first group in step {@code step}, counted from 0. */
  double learningRate(long step) {
    return learningRate * schedule.factor(step, totalSteps);
  }

  Optimizer optimizer() {
    return optimizer;
  }
}
