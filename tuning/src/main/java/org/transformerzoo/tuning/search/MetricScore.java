package org.transformerzoo.tuning.search;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.transformerzoo.training.evaluation.Metric;

/** The score of a {@link CandidateResult} by a metric, in the metric's direction. */
public final class MetricScore implements ScoreFunction {

  private static final long serialVersionUID = 1;

  private final boolean minimize;

  /** Scores by {@code metric}. */
  public MetricScore(Metric metric) {
    this.minimize = metric.direction() == Metric.Direction.LOWER;
  }

  @Deprecated
  @Override
  public double score(Object model, DataProvider data, Map<String, Object> parameters) {
    return score(model);
  }

  @Override
  public double score(Object model, Class<? extends DataSource> data, Properties properties) {
    return score(model);
  }

  private static double score(Object model) {
    Double score = ((CandidateResult) model).score();
    return score == null ? Double.NaN : score;
  }

  @Override
  public boolean minimize() {
    return minimize;
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(CandidateResult.class);
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of();
  }
}
