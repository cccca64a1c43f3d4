package org.transformerzoo.training.finetuning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.evaluation.Evaluator;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.loop.TaskGradients;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/** A task of a run with what computes its gradients and its metrics. */
final class TrainedTask implements AutoCloseable {

  private final TaskBatches batches;
  private final TaskHead head;
  private final GraphExecutor training;
  private final GraphExecutor inference;
  private final GradientComputation gradients;

  /**
   * Compiles nothing yet.
   *
   * @param model of the task
   * @param mode of the graph to train with
   * @param options of the plans to train with
   * @param computations what becomes of that graph's gradients
   */
  TrainedTask(
      TaskBatches batches,
      TransformerModel model,
      Mode mode,
      PlanOptions options,
      Function<GraphExecutor, GradientComputation> computations) {
    FineTuningConfiguration configuration = batches.task().configuration();
    this.batches = batches;
    this.head = model.specification().task().orElseThrow();
    this.training = model.executor(mode, configuration.executor(), options);
    this.inference = model.executor(Mode.INFERENCE, configuration.executor());
    this.gradients = computations.apply(training);
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
