package org.transformerzoo.training.interpretation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Gauss-Legendre quadrature over [0, 1], whose points are found by Newton's method from the
 * asymptotic ones (Abramowitz and Stegun, 25.4.29 and 22.16.6). Apache Commons Math finds them from
 * those of all smaller rules, which takes minutes for a thousand.
 */
final class GaussLegendre {

  /**
   * A place and how much it counts.
   *
   * @param place above 0 and below 1
   * @param weight positive; all sum to 1
   */
  record Point(double place, double weight) {}

  private static final int MOST_STEPS = 100;
  private static final double PRECISION = 1e-15;

  private GaussLegendre() {}

  /** The {@code count} points, of which there is at least one, in growing order. */
  static List<Point> points(int count) {
    return IntStream.range(0, count).mapToObj(index -> point(count, index)).toList();
  }

  private static Point point(int count, int index) {
    double x = -Math.cos(Math.PI * (index + 0.75) / (count + 0.5));
    double slope = 0;
    double step = 1;
    for (int steps = 0; steps < MOST_STEPS && Math.abs(step) > PRECISION; steps++) {
      double before = 0;
      double value = 1; // of the Legendre polynomial of each degree up to count, at x
      for (int degree = 1; degree <= count; degree++) {
        double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = count * (x * value - before) / (x * x - 1);
      step = value / slope;
      x -= step;
    }
    return new Point((1 + x) / 2, 1 / ((1 - x * x) * slope * slope));
  }
}
