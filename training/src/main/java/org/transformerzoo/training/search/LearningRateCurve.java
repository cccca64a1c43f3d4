package org.transformerzoo.training.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The losses of a range test (Smith, 2017, arXiv 1506.01186), smoothed by an exponential average
 * whose beginning is corrected for.
 *
 * @param points in the order of their steps
 */
public record LearningRateCurve(List<Point> points) {

  private static final double SMOOTHING = 0.9;

  /** A test that reaches so many times its lowest loss has diverged. */
  private static final double DIVERGED = 4;

  /** Losses fall steeply by chance in the first steps, where the average is of few. */
  private static final int SETTLED = 5;

  /**
   * A step.
   *
   * @param learningRate of the step
   * @param loss before the step
   * @param smoothed the average of the losses up to it
   */
  public record Point(double learningRate, double loss, double smoothed) {}

  /** Keeps the points. */
  public LearningRateCurve {
    points = List.copyOf(points);
  }

  /** This curve with one more step. */
  LearningRateCurve with(double learningRate, double loss) {
    int count = points.size();
    double raw = loss * (1 - SMOOTHING);
    if (count > 0) {
      double before = points.get(count - 1).smoothed() * (1 - Math.pow(SMOOTHING, count));
      raw += SMOOTHING * before;
    }
    double smoothed = raw / (1 - Math.pow(SMOOTHING, count + 1.0));
    List<Point> longer = new ArrayList<>(points);
    longer.add(new Point(learningRate, loss, smoothed));
    return new LearningRateCurve(longer);
  }

  /** Whether the loss has left where it can come back to. */
  boolean diverged() {
    double lowest = points.stream().mapToDouble(Point::smoothed).min().orElse(0);
    return points.size() > SETTLED && points.get(points.size() - 1).smoothed() > DIVERGED * lowest;
  }

  /** The rate at which the smoothed loss falls fastest; empty if it never falls. */
  public Optional<Double> steepest() {
    double fastest = 0;
    Optional<Double> rate = Optional.empty();
    for (int i = SETTLED; i < points.size(); i++) {
      double fall = points.get(i - 1).smoothed() - points.get(i).smoothed();
      if (fall > fastest) {
        fastest = fall;
        rate = Optional.of(points.get(i).learningRate());
      }
    }
    return rate;
  }

  /** A tenth of the rate with the lowest smoothed loss, the usual cautious choice. */
  public double tenthOfLowest() {
    Point lowest = points.get(0);
    for (Point point : points) {
      lowest = point.smoothed() < lowest.smoothed() ? point : lowest;
    }
    return lowest.learningRate() / 10;
  }

  /** A line for each point: learning rate, loss, smoothed loss. */
  public String csv() {
    StringBuilder csv = new StringBuilder("learning-rate,loss,smoothed-loss\n");
    for (Point point : points) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%.6e,%.6f,%.6f%n",
              point.learningRate(),
              point.loss(),
              point.smoothed()));
    }
    return csv.toString();
  }
}
