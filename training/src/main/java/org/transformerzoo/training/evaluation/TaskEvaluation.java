package org.transformerzoo.training.evaluation;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Collects what a model said about the batches of a dataset and sums it up.
 *
 * <p>To add one for a new task: implement this interface in a new file of this package and add one
 * line to {@link TaskEvaluations}. A metric that is not defined for the data at hand, such as a
 * correlation with constant numbers, is 0.
 */
public interface TaskEvaluation {

  /**
   * Adds a batch.
   *
   * @param logits what the graph puts out under {@link org.transformerzoo.zoo.task.TaskHead#LOGITS}
   * @param labels as the batch has them
   */
  void add(INDArray logits, INDArray labels);

  /**
   * The metrics of everything that was added, in the order in which they are shown; without the
   * loss itself.
   *
   * @param loss the mean loss over the same data
   */
  Map<String, Double> metrics(double loss);
}
