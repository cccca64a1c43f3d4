package org.transformerzoo.tuning.study;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.transformerzoo.tuning.markup.Element;

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
  private static final int BELOW = 50;
  private static final int TICKS = 4;

  String svg() {
    List<String> variants = runs.stream().map(StudyRun::variant).distinct().toList();
    int bottom = TOP + ROW * variants.size();
    Element svg =
        Element.of("svg")
            .with("xmlns", "http://www.w3.org/2000/svg")
            .with("viewBox", "0 0 %d %d".formatted(WIDTH, bottom + BELOW))
            .with("font-family", "sans-serif")
            .with("font-size", "12")
            .add(
                Element.of("rect")
                    .with("width", "100%")
                    .with("height", "100%")
                    .with("fill", "white"))
            .add(label(LEFT, 20, "start", task + ", " + metric() + " at the end"));
    addScale(svg, bottom);
    for (int i = 0; i < variants.size(); i++) {
      addRow(svg, variants.get(i), TOP + ROW * i + ROW / 2);
    }
    return svg + "\n";
  }

  private String metric() {
    return runs.isEmpty() ? "" : runs.get(0).metric();
  }

  private void addScale(Element svg, int bottom) {
    for (int i = 0; i <= TICKS; i++) {
      double value = lowest() + (highest() - lowest()) * i / TICKS;
      String text = String.format(Locale.ROOT, "%.3f", value);
      svg.add(label(x(value), bottom + 20, "middle", text));
    }
    double baseline = runs.isEmpty() ? Double.NaN : runs.get(0).baseline();
    if (!Double.isNaN(baseline)) {
      svg.add(
          line(x(baseline), TOP, x(baseline), bottom)
              .with("stroke", "#c0392b")
              .with("stroke-dasharray", "4 3"));
    }
  }

  private void addRow(Element svg, String variant, int y) {
    svg.add(label(LEFT - 10, y + 4, "end", variant));
    svg.add(line(LEFT, y, WIDTH - RIGHT, y).with("stroke", "#ddd"));
    for (StudyRun run : runs) {
      if (run.variant().equals(variant) && !Double.isNaN(run.last())) {
        svg.add(
            Element.of("circle")
                .with("cx", x(run.last()))
                .with("cy", y)
                .with("r", "4")
                .with("fill", "#1f4e9c")
                .with("fill-opacity", "0.5"));
      }
    }
  }

  private static Element label(double x, double y, String anchor, String text) {
    return Element.of("text").with("x", x).with("y", y).with("text-anchor", anchor).text(text);
  }

  private static Element line(double fromX, double fromY, double toX, double toY) {
    return Element.of("line").with("x1", fromX).with("y1", fromY).with("x2", toX).with("y2", toY);
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
}
