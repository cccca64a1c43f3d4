package org.transformerzoo.training.finetuning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.evaluation.Evaluator;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.StagedGradients;
import org.transformerzoo.training.loop.TaskGradients;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/** A task of a run with what computes its gradients and its metrics. */
final class TrainedTask implements AutoCloseable {

  private final TaskBatches batches;
  private final TaskHead head;
  private final StagedGradients training;
  private final GradientComputation gradients;
  private final GraphExecutor inference;

  /**
   * Compiles nothing yet.
   *
   * @param model of the task
   * @param training the gradients of its graph
   * @param gradients the same with what regularizes them
   */
  TrainedTask(
      TaskBatches batches,
      TransformerModel model,
      StagedGradients training,
      GradientComputation gradients) {
    this.batches = batches;
    this.head = model.specification().task().orElseThrow();
    this.training = training;
    this.gradients = gradients;
    this.inference = model.executor(Mode.INFERENCE, batches.task().configuration().executor());
  }

  /**
   * How its batches become gradients.
   *
   * @param others the gradients that are not its own
   */
  TaskGradients gradients(List<INDArray> others) {
    Optional<String> name = Optional.of(batches.task().name()).filter(n -> !n.isEmpty());
    return new TaskGradients(name, head, gradients, batches.task().lossWeight(), others);
  }

  /** Its metrics with the weights as they are. */
  Map<String, Double> evaluate() {
    return new Evaluator(inference, head).evaluate(batches.dev());
  }

  @Override
  public void close() {
    training.close();
    inference.close();
  }
}
