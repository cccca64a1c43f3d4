package org.transformerzoo.tuning.study;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The runs of a task as a picture: SVG, a line for each variant, a dot for each seed at its value
 * at the end of training, a dashed line at the constant answer.
 */
record StudyPlot(String task, List<StudyRun> runs) {

  private static final int WIDTH = 720;
  private static final int LEFT = 170;
  private static final int RIGHT = 30;
  private static final int TOP = 40;
  private static final int ROW = 28;
  private static final int TICKS = 4;

  String svg() {
    List<String> variants = runs.stream().map(StudyRun::variant).distinct().toList();
    int height = TOP + ROW * variants.size() + 50;
    StringBuilder svg = new StringBuilder();
    svg.append(
        shape(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
            WIDTH, height));
    svg.append(shape("<text x=\"%d\" y=\"20\">%s, %s at the end</text>\n", LEFT, task, metric()));
    int bottom = TOP + ROW * variants.size();
    scale(svg, bottom);
    for (int i = 0; i < variants.size(); i++) {
      row(svg, variants.get(i), TOP + ROW * i + ROW / 2);
    }
    return svg.append("</svg>\n").toString();
  }

  private String metric() {
    return runs.isEmpty() ? "" : runs.get(0).metric();
  }

  private void scale(StringBuilder svg, int bottom) {
    for (int i = 0; i <= TICKS; i++) {
      double value = lowest() + (highest() - lowest()) * i / TICKS;
      svg.append(
          shape(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.3f</text>\n",
              x(value), bottom + 20, value));
    }
    double baseline = runs.isEmpty() ? Double.NaN : runs.get(0).baseline();
    if (!Double.isNaN(baseline)) {
      svg.append(
          shape(
              "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#c0392b\""
                  + " stroke-dasharray=\"4 3\"/>\n",
              x(baseline), TOP, bottom));
    }
  }

  private void row(StringBuilder svg, String variant, int y) {
    svg.append(
        shape(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", LEFT - 10, y + 4, variant));
    svg.append(
        shape(
            "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>\n",
            LEFT, WIDTH - RIGHT, y, y));
    for (StudyRun run : runs) {
      if (run.variant().equals(variant) && !Double.isNaN(run.last())) {
        svg.append(
            shape(
                "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"#1f4e9c\" fill-opacity=\"0.5\"/>\n",
                x(run.last()), y));
      }
    }
  }

  private double x(double value) {
    double range = highest() - lowest();
    double share = range == 0 ? 0.5 : (value - lowest()) / range;
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double lowest() {
    return bounds().min().orElse(0);
  }

  private double highest() {
    return bounds().max().orElse(1);
  }

  private DoubleStream bounds() {
    return runs.stream()
        .flatMapToDouble(run -> DoubleStream.of(run.last(), run.baseline()))
        .filter(value -> !Double.isNaN(value));
  }

  @SuppressWarnings("AnnotateFormatMethod") // private, with literals alone
  private static String shape(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
