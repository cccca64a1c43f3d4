package org.transformerzoo.training.evaluation;

import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;

/**
 * A number that says how good a model is.
 *
 * @param name as in configurations, logs and results
 * @param direction which values are better
 */
public record Metric(String name, Direction direction) implements IMetric {

  /** The mean loss, which every task has. */
  public static final Metric LOSS = lower("loss");

  /** Which values are better. */
  public enum Direction {
    /** More is better, as with accuracy. */
    HIGHER,
    /** Less is better, as with the loss. */
    LOWER
  }

  /** A metric of which more is better. */
  public static Metric higher(String name) {
    return new Metric(name, Direction.HIGHER);
  }

  /** A metric of which less is better. */
  public static Metric lower(String name) {
    return new Metric(name, Direction.LOWER);
  }

  /** Whether {@code candidate} is strictly better than {@code best}; anything beats NaN. */
  public boolean improves(double candidate, double best) {
    if (Double.isNaN(candidate) || Double.isNaN(best)) {
      return !Double.isNaN(candidate);
    }
    return direction == Direction.HIGHER ? candidate > best : candidate < best;
  }

  @Override
  @SuppressWarnings("rawtypes") // as ND4J declares it
  public Class<? extends IEvaluation> getEvaluationClass() {
    return TaskEvaluation.class;
  }

  @Override
  public boolean minimize() {
    return direction == Direction.LOWER;
  }
}
