package org.transformerzoo.tuning.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.transformerzoo.tuning.markup.Element;

/**
 * Scores as a box from their first to their third quartile, with a line at the median and whiskers
 * to the lowest and the highest.
 */
record BoxPlot(double lowest, double first, double median, double third, double highest) {

  /** Of fewer scores a box would tell more than is known. */
  private static final int FEWEST = 3;

  /** As R and NumPy have it: of three scores, half way between the median and the ends. */
  private static final Percentile QUARTILES =
      new Percentile().withEstimationType(EstimationType.R_7);

  /** The box of scores; none for too few. */
  static List<BoxPlot> of(DoubleStream scores) {
    double[] all = scores.toArray();
    return all.length < FEWEST
        ? List.of()
        : List.of(
            new BoxPlot(
                StatUtils.min(all),
                QUARTILES.evaluate(all, 25),
                QUARTILES.evaluate(all, 50),
                QUARTILES.evaluate(all, 75),
                StatUtils.max(all)));
  }

  /**
   * Draws it upright.
   *
   * @param centre its position on the horizontal axis
   * @param half of its width, in the same measure
   */
  Element draw(Plot plot, double centre, double half) {
    double left = plot.x(centre - half);
    double right = plot.x(centre + half);
    double middle = plot.x(centre);
    return Element.of("g", "box")
        .add(
            Shapes.line(middle, y(plot, lowest), middle, y(plot, first)),
            Shapes.line(middle, y(plot, third), middle, y(plot, highest)),
            Shapes.rectangle(left, y(plot, third), right, y(plot, first)),
            Shapes.line(left, y(plot, median), right, y(plot, median)).with("class", "median"));
  }

  private static double y(Plot plot, double score) {
    return plot.height(score).orElseThrow();
  }
}
