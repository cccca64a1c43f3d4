package org.transformerzoo.training.search;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.transformerzoo.training.search.LearningRateCurve.Point;

/** A range test as a picture: SVG, losses over the logarithm of the learning rate. */
record LearningRatePlot(LearningRateCurve curve) {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int MARGIN = 60;
  private static final int TICKS = 5;

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            .formatted(WIDTH, HEIGHT));
    svg.append(" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    axes(svg);
    svg.append(line(Point::loss, "#b8c4d6"));
    svg.append(line(Point::smoothed, "#1f4e9c"));
    curve
        .steepest()
        .ifPresent(
            rate ->
                svg.append(
                    shape(
                        "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#c0392b\""
                            + " stroke-dasharray=\"4 3\"/>\n",
                        x(rate), MARGIN, HEIGHT - MARGIN)));
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    svg.append(
        shape(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#444\"/>\n",
            MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN));
    int first = (int) Math.ceil(Math.log10(lowestRate()));
    int last = (int) Math.floor(Math.log10(highestRate()));
    for (int exponent = first; exponent <= last; exponent++) {
      svg.append(
          shape(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">1e%d</text>\n",
              x(Math.pow(10, exponent)), HEIGHT - MARGIN + 18, exponent));
    }
    for (int i = 0; i <= TICKS; i++) {
      double loss = highestLoss() * i / TICKS;
      svg.append(
          shape(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>\n",
              MARGIN - 6, y(loss) + 4, loss));
    }
    svg.append(
        shape(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">learning rate</text>\n",
            WIDTH / 2, HEIGHT - 16));
    svg.append(
        shape(
            "<text x=\"%d\" y=\"%d\">loss, smoothed loss, steepest fall</text>\n",
            MARGIN, MARGIN - 14));
  }

  private String line(ToDoubleFunction<Point> value, String colour) {
    StringBuilder points = new StringBuilder();
    for (Point point : curve.points()) {
      points.append(shape("%.1f,%.1f ", x(point.learningRate()), y(value.applyAsDouble(point))));
    }
    return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n"
        .formatted(points, colour);
  }

  private double x(double rate) {
    double share = Math.log(rate / lowestRate()) / Math.log(highestRate() / lowestRate());
    return MARGIN + share * (WIDTH - 2 * MARGIN);
  }

  /** Losses beyond the frame are drawn on its edge. */
  private double y(double loss) {
    double share = Math.min(1, loss / highestLoss());
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
  }

  private double lowestRate() {
    return curve.points().get(0).learningRate();
  }

  private double highestRate() {
    List<Point> points = curve.points();
    return points.get(points.size() - 1).learningRate();
  }

  private double highestLoss() {
    double highest = curve.points().stream().mapToDouble(Point::smoothed).max().orElse(1);
    return highest > 0 ? 1.1 * highest : 1;
  }

  @SuppressWarnings("AnnotateFormatMethod") // private, with literals alone
  private static String shape(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
