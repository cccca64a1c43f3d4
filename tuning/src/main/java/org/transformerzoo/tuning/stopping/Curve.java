package org.transformerzoo.tuning.stopping;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.transformerzoo.training.evaluation.Metric;

/**
 * How a metric went in a run.
 *
 * @param totalSteps of the whole run, at least 1
 * @param points the evaluations so far, in their order
 */
public record Curve(long totalSteps, List<Point> points) implements Serializable {

  /**
   * An evaluation.
   *
   * @param step after which it was made
   * @param value of the metric
   */
  public record Point(long step, double value) implements Serializable {}

  /** Copies the points. */
  public Curve {
    points = List.copyOf(points);
  }

  /** Which share of the run the evaluations cover, in [0, 1]. */
  @JsonIgnore
  public double share() {
    return points.isEmpty() ? 0 : (double) points.get(points.size() - 1).step() / totalSteps;
  }

  /** The curve up to a share of the run. */
  public Curve until(double share) {
    return new Curve(totalSteps, within(share).toList());
  }

  private Stream<Point> within(double share) {
    return points.stream().filter(point -> point.step() <= share * totalSteps);
  }

  /** The best value up to a share of the run; empty if there is no evaluation there. */
  public OptionalDouble bestUntil(double share, Metric metric) {
    return within(share)
        .mapToDouble(Point::value)
        .reduce((one, other) -> metric.improves(other, one) ? other : one);
  }

  /** The mean of the values up to a share of the run; empty if there is no evaluation there. */
  public OptionalDouble meanUntil(double share) {
    return within(share).mapToDouble(Point::value).average();
  }
}
