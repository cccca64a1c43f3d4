package org.transformerzoo.training.loop;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * How a task's batches become gradients.
 *
 * @param name what reports call the task; empty where there is only one
 * @param head counts what the loss is the mean of
 * @param computation of the gradients of the task
 * @param weight what the loss counts in a step, above 0
 * @param others the gradients that {@code computation} leaves as they are: those of other heads
 */
public record TaskGradients(
    Optional<String> name,
    TaskHead head,
    GradientComputation computation,
    double weight,
    List<INDArray> others) {

  /** Copies the list. */
  public TaskGradients {
    others = List.copyOf(others);
  }

  /** The only task of a run. */
  public static TaskGradients ofOnly(TaskHead head, GradientComputation computation) {
    return new TaskGradients(Optional.empty(), head, computation, 1, List.of());
  }

  /** What no pass of this task reaches has the gradient 0. */
  void clearOthers() {
    others.forEach(gradient -> gradient.assign(0));
  }
}
