package org.transformerzoo.training.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.IMetric;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Collects what a model said about the batches of a dataset and sums it up. It is an {@code
 * IEvaluation} of ND4J, so that {@code ComputationGraph.doEvaluation} and {@code SameDiff.evaluate}
 * take it; {@link #eval} then reads labels as ND4J's own evaluations have them, or as our batches
 * do.
 *
 * <p>To add one for a new task: extend this class in a new file of this package and add one line to
 * {@link TaskEvaluations}. Its fields are what JSON has of it. A metric that is not defined for the
 * data at hand, such as a correlation with constant numbers, is 0.
 */
public abstract class TaskEvaluation extends BaseEvaluation<TaskEvaluation> {

  private static final long serialVersionUID = 1;

  /**
   * Adds a batch.
   *
   * @param logits what the graph puts out under {@link org.transformerzoo.zoo.task.TaskHead#LOGITS}
   * @param labels as the batch has them
   */
  public abstract void add(INDArray logits, INDArray labels);

  /**
   * The metrics of everything that was added, in the order in which they are shown; without the
   * loss itself.
   *
   * @param loss the mean loss over the same data
   */
  public abstract Map<String, Double> metrics(double loss);

  /**
   * The metrics of everything that was added by {@link #eval}, in the order in which they are
   * shown.
   */
  public final Map<String, Double> metrics() {
    return metrics(loss());
  }

  /** The mean loss of what {@link #eval} was given, where a metric depends on it. */
  double loss() {
    return Double.NaN;
  }

  /** Adds what {@code other}, which is of the same class and task, has collected. */
  abstract void addAll(TaskEvaluation other);

  /** Adds a batch in one of the layouts that the subclass says. */
  abstract void addStock(INDArray labels, INDArray predictions, INDArray mask);

  /**
   * Adds a batch.
   *
   * <ul>
   *   <li>classification: labels [batch] or [batch, 1] of class ids, or [batch, classes] of 0 and 1
   *   <li>several labels and regression: labels [batch, labels]
   *   <li>tokens and texts: labels [batch, length] of class ids with predictions [batch, length,
   *       classes], or both [batch, classes, length] as DL4J's recurrent layers have them; a
   *       negative class id does not count
   * </ul>
   *
   * @param mask 0 for what does not count: [batch] or [batch, 1], of tokens [batch, length]; null
   *     if everything does
   * @param metadata is not read
   */
  @Override
  public final void eval(
      INDArray labels, INDArray predictions, INDArray mask, List<? extends Serializable> metadata) {
    addStock(labels, predictions, mask);
  }

  @Override
  public final void merge(TaskEvaluation other) {
    if (other.getClass() != getClass()) {
      throw new IllegalArgumentException(
          "A %s cannot be merged into a %s"
              .formatted(other.getClass().getSimpleName(), getClass().getSimpleName()));
    }
    addAll(other);
  }

  @Override
  public final double getValue(IMetric metric) {
    Map<String, Double> metrics = metrics();
    if (metric instanceof Metric own && metrics.containsKey(own.name())) {
      return metrics.get(own.name());
    }
    throw new IllegalArgumentException(
        "A %s has no metric %s, expected one of %s"
            .formatted(getClass().getSimpleName(), metric, String.join(", ", metrics.keySet())));
  }

  @Override
  public final String stats() {
    return metrics().entrySet().stream()
        .map(metric -> String.format(Locale.ROOT, "%s: %.4f", metric.getKey(), metric.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
