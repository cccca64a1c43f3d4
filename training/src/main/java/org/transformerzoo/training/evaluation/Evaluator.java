package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.task.TaskHead;

/** Evaluates an inference graph on labelled batches. */
public final class Evaluator {

  private static final List<String> OUTPUTS = List.of(TaskHead.LOGITS, TaskHead.LOSS);

  private final GraphExecutor executor;
  private final TaskHead task;

  /**
   * An evaluator for a graph of {@code task}.
   *
   * @param executor runs the inference graph; it stays the caller's to close
   */
  public Evaluator(GraphExecutor executor, TaskHead task) {
    this.executor = executor;
    this.task = task;
  }

  /**
   * The metrics over one pass of {@code batches}: first the loss, the mean over all its items
   * whatever the batches, then those of the task.
   */
  public Map<String, Double> evaluate(MultiDataSetIterator batches) {
    TaskEvaluation evaluation = TaskEvaluations.of(task);
    double loss = 0;
    long items = 0;
    batches.reset();
    while (batches.hasNext()) {
      MultiDataSet batch = batches.next();
      INDArray labels = ModelInputs.labels(batch);
      Map<String, INDArray> outputs = executor.output(ModelInputs.of(batch), OUTPUTS);
      long count = task.lossItems(labels);
      loss += outputs.get(TaskHead.LOSS).getDouble(0) * (double) count;
      items += count;
      evaluation.add(outputs.get(TaskHead.LOGITS), labels);
    }
    double mean = items == 0 ? 0 : loss / (double) items;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.LOSS.name(), mean);
    metrics.putAll(evaluation.metrics(mean));
    return metrics;
  }
}
