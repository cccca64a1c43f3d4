package org.transformerzoo.training.loop;

import java.util.List;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.GradientComputation.Pass;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * One optimizer step on the micro-batches of an accumulation group. Each micro-batch counts by its
 * share of the items that the loss is the mean of, so that the step equals that of one large batch
 * even if micro-batches differ in size.
 */
public final class TrainingStep {

  private final List<TaskGradients> tasks;
  private final WeightUpdate update;
  private final int accumulation;
  private final LossScaler scaler;

  /**
   * Puts the parts together.
   *
   * @param tasks all that steps may learn, in the order in which batches count them
   * @param accumulation the most micro-batches of a step
   * @param scaler what the loss is multiplied with while gradients are computed
   */
  public TrainingStep(
      List<TaskGradients> tasks, WeightUpdate update, int accumulation, LossScaler scaler) {
    this.tasks = List.copyOf(tasks);
    this.update = update;
    this.accumulation = accumulation;
    this.scaler = scaler;
  }

  /**
   * Puts the parts of steps on one task together.
   *
   * @param computation of the gradients of {@code task}
   */
  public TrainingStep(
      GradientComputation computation,
      TaskHead task,
      WeightUpdate update,
      int accumulation,
      LossScaler scaler) {
    this(List.of(TaskGradients.ofOnly(task, computation)), update, accumulation, scaler);
  }

  /**
   * Takes a step.
   *
   * @param step counted from 0
   * @param batch what the step learns from
   * @throws TrainingFailedException if the loss or a gradient is not finite and the loss scale
   *     cannot shrink; the weights are then as they were before
   */
  StepReport take(long step, StepBatch batch) {
    TaskGradients task = tasks.get(batch.task());
    double loss = accumulate(step, task, batch.parts());
    double factor = scaler.scale().factor();
    double norm = update.gradientNorm(step) / factor;
    boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
    if (finite) {
      update.apply(step, norm, factor);
    } else if (!scaler.canShrink()) {
      throw failure("gradient norm", norm, step, batch.parts());
    }
    scaler.settle(finite);
    return new StepReport(
        step + 1,
        task.name(),
        batch.epoch(),
        loss,
        norm,
        update.learningRate(step),
        batch.examples());
  }

  private double accumulate(long step, TaskGradients task, List<MicroBatch> group) {
    long allItems = group.stream().mapToLong(batch -> items(task, batch)).sum();
    double loss = 0;
    task.clearOthers();
    for (int i = 0; i < group.size(); i++) {
      MicroBatch batch = group.get(i);
      double share = allItems == 0 ? 0 : (double) items(task, batch) / (double) allItems;
      Pass pass = new Pass(step * accumulation + i, i == 0);
      double weight = share * task.weight() * scaler.scale().factor();
      double part = task.computation().accumulate(ModelInputs.of(batch.data()), weight, pass);
      if (!Double.isFinite(part) && !scaler.canShrink()) {
        throw failure("loss", part, step, List.of(batch));
      }
      loss += share * part;
    }
    return loss;
  }

  private static long items(TaskGradients task, MicroBatch batch) {
    return task.head().lossItems(ModelInputs.labels(batch.data()));
  }

  private static TrainingFailedException failure(
      String what, double value, long step, List<MicroBatch> group) {
    String batches = String.join(" and ", group.stream().map(MicroBatch::description).toList());
    return new TrainingFailedException(
        "The %s is %s in step %d, %s; a lower learning rate or a check of these examples may help"
            .formatted(what, value, step + 1, batches));
  }
}
