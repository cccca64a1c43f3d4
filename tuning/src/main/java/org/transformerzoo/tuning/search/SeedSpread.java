package org.transformerzoo.tuning.search;

import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.stat.StatUtils;
import org.transformerzoo.training.evaluation.Metric;

/**
 * How far the best values of a candidate's runs lie apart.
 *
 * @param mean of the runs that have a value; null if there is none
 * @param deviation the standard deviation, with n−1; null for fewer than two
 * @param worst the lowest where more is better, else the highest; null if there is none
 * @param best the opposite of {@code worst}
 */
public record SeedSpread(Double mean, Double deviation, Double worst, Double best) {

  private static final SeedSpread NONE = new SeedSpread(null, null, null, null);

  /** The spread of runs, of which those that failed have no value. */
  public static SeedSpread of(Metric metric, List<RunResult> runs) {
    double[] values =
        runs.stream()
            .map(RunResult::best)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    if (values.length == 0) {
      return NONE;
    }
    boolean more = metric.direction() == Metric.Direction.HIGHER;
    return new SeedSpread(
        StatUtils.mean(values),
        values.length < 2 ? null : Double.valueOf(Math.sqrt(StatUtils.variance(values))),
        more ? StatUtils.min(values) : StatUtils.max(values),
        more ? StatUtils.max(values) : StatUtils.min(values));
  }
}
