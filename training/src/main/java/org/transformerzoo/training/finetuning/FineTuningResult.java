package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingResult;

/**
 * The outcome of a run.
 *
 * @param output the folder of the saved model, which has the best weights
 * @param metric by which they are the best
 * @param training the best and the last evaluation
 */
public record FineTuningResult(Path output, Metric metric, TrainingResult training) {

  /** The best evaluation. */
  public StepMetrics best() {
    return training.best();
  }

  /** The evaluation after the last step. */
  public StepMetrics last() {
    return training.last();
  }
}
