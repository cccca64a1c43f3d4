package org.transformerzoo.tuning.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.transformerzoo.tuning.markup.Element;
import org.transformerzoo.tuning.search.RunResult;
import org.transformerzoo.tuning.stopping.Curve;

/** How the metric went in each run. */
final class LearningCurvesSection implements Section {

  private static final double RADIUS = 2;

  @Override
  public String title() {
    return "Learning curves";
  }

  @Override
  public boolean isNarrow() {
    return true;
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    List<Curve.Point> points =
        search.candidates().stream()
            .flatMap(candidate -> candidate.result().runs().stream())
            .flatMap(run -> run.curve().points().stream())
            .toList();
    if (points.isEmpty()) {
      return List.of();
    }
    double last = points.stream().mapToDouble(Curve.Point::step).max().orElseThrow();
    Plot plot =
        new Plot(
            NumberAxis.around(0, last),
            "step",
            NumberAxis.around(points.stream().mapToDouble(Curve.Point::value).toArray()),
            search.metric().name());
    List<Element> lines = new ArrayList<>();
    for (RankedCandidate candidate : search.candidates()) {
      for (RunResult run : candidate.result().runs()) {
        lines.addAll(draw(plot, candidate, run.curve()));
      }
    }
    Collections.reverse(lines);
    return List.of(
        Section.figure(
            plot.addAll(lines).picture(),
            "A line for each run; those of the best candidate stand out, dashed ones failed or were stopped."));
  }

  /** Evaluations that are not numbers are left out; a single one is a dot. */
  private static List<Element> draw(Plot plot, RankedCandidate candidate, Curve curve) {
    List<Curve.Point> shown =
        curve.points().stream().filter(point -> Double.isFinite(point.value())).toList();
    return switch (shown.size()) {
      case 0 -> List.of();
      case 1 ->
          List.of(
              candidate.mark(
                  Shapes.circle(x(plot, shown.get(0)), y(plot, shown.get(0)), RADIUS), "dot"));
      default ->
          List.of(
              candidate.mark(
                  Shapes.polyline(
                      shown.stream()
                          .map(point -> Shapes.place(x(plot, point), y(plot, point)))
                          .toList()),
                  "path"));
    };
  }

  private static double x(Plot plot, Curve.Point point) {
    return plot.x(plot.across().position(point.step()).orElseThrow());
  }

  private static double y(Plot plot, Curve.Point point) {
    return plot.height(point.value()).orElseThrow();
  }
}
