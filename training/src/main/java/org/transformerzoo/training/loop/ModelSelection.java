package org.transformerzoo.training.loop;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** Keeps the best weights by a metric, and knows when there is no hope of better ones. */
public final class ModelSelection {

  private final Metric metric;
  private final int patience;
  private final FlatParameters parameters;
  private INDArray bestWeights;
  private StepMetrics best;
  private StepMetrics last;
  private int sinceBest;

  /**
   * A selection among the states of {@code parameters}.
   *
   * @param patience evaluations without improvement after which training stops; 0 for never
   */
  public ModelSelection(Metric metric, int patience, FlatParameters parameters) {
    this.metric = metric;
    this.patience = patience;
    this.parameters = parameters;
  }

  /** Considers the weights as they are now; returns whether they are the best so far. */
  boolean offer(StepMetrics candidate) {
    last = candidate;
    boolean better = best == null || metric.improves(valueOf(candidate), valueOf(best));
    if (better) {
      best = candidate;
      sinceBest = 0;
      keep();
    } else {
      sinceBest++;
    }
    return better;
  }

  private double valueOf(StepMetrics metrics) {
    return metrics.metrics().get(metric.name());
  }

  private void keep() {
    if (bestWeights == null) {
      bestWeights = parameters.values().dup();
    } else {
      bestWeights.assign(parameters.values());
    }
  }

  /** Whether patience has run out. */
  boolean exhausted() {
    return patience > 0 && sinceBest >= patience;
  }

  /** Puts the best weights back into the model. */
  void restoreBest() {
    parameters.values().assign(bestWeights);
  }

  /** The best weights so far, laid out like the parameters. */
  Optional<INDArray> bestWeights() {
    return Optional.ofNullable(bestWeights);
  }

  /** The best evaluation so far. */
  Optional<StepMetrics> best() {
    return Optional.ofNullable(best);
  }

  /** The latest evaluation. */
  Optional<StepMetrics> last() {
    return Optional.ofNullable(last);
  }

  /** Evaluations since the best one. */
  int sinceBest() {
    return sinceBest;
  }

  /**
   * Goes on from an earlier selection.
   *
   * @return where its best weights belong, to be filled by the caller
   */
  INDArray resume(StepMetrics earlierBest, StepMetrics earlierLast, int evaluationsSinceBest) {
    best = earlierBest;
    last = earlierLast;
    sinceBest = evaluationsSinceBest;
    bestWeights = parameters.values().dup();
    return bestWeights;
  }
}
