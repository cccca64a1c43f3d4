package org.transformerzoo.tuning.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.transformerzoo.tuning.markup.Element;

/**
 * Parallel coordinates, with the axes one under the other: so any number of settings fits on a
 * narrow screen.
 */
final class ParallelCoordinatesSection implements Section {

  private static final double ROW = 58;
  private static final double TOP = 22;
  private static final double BOTTOM = 24;
  private static final double SIDE = 26;
  private static final double TICK = 4;
  private static final double LINE = 12;

  @Override
  public String title() {
    return "Parallel coordinates";
  }

  @Override
  public boolean isNarrow() {
    return true;
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    List<VariedSetting> settings = search.settings();
    NumberAxis scores = search.scoreAxis();
    List<Element> lines = new ArrayList<>();
    search.candidates().forEach(candidate -> lines.add(line(search, scores, candidate)));
    Collections.reverse(lines); // the best on top
    Element picture =
        Plot.picture(y(settings.size()) + BOTTOM, "settings and score of each candidate")
            .addAll(lines);
    for (int row = 0; row < settings.size(); row++) {
      draw(picture, row, settings.get(row).key(), settings.get(row).axis());
    }
    draw(picture, settings.size(), search.metric().name(), scores);
    return List.of(
        Section.figure(
            picture,
            "A line for each candidate through its settings down to its score, the stronger its colour the better; dashed lines failed or were stopped."));
  }

  private static void draw(Element picture, int row, String name, Axis axis) {
    double y = y(row);
    picture.add(
        Shapes.label(SIDE / 2, y - LINE / 2, "start", name).with("class", "name"),
        Shapes.line(SIDE, y, Plot.WIDTH - SIDE, y).with("class", "axis"));
    double room = (Plot.WIDTH - 2 * SIDE) / Math.max(1, axis.ticks().size());
    for (Axis.Tick tick : axis.ticks()) {
      double x = x(tick.position());
      picture.add(
          Shapes.line(x, y, x, y + TICK).with("class", "axis"),
          Shapes.label(
              x, y + TICK + LINE, "middle", tick.label(), (int) (room / Plot.WIDTH_OF_A_LETTER)));
    }
  }

  private static Element line(ReportedSearch search, NumberAxis scores, RankedCandidate candidate) {
    List<String> places = new ArrayList<>();
    for (int row = 0; row < search.settings().size(); row++) {
      add(places, row, search.settings().get(row).position(candidate));
    }
    add(places, search.settings().size(), scores.position(candidate.result().score()));
    return candidate.mark(Shapes.polyline(places), "path");
  }

  private static void add(List<String> places, int row, OptionalDouble position) {
    position.ifPresent(value -> places.add(Shapes.place(x(value), y(row))));
  }

  private static double x(double position) {
    return SIDE + position * (Plot.WIDTH - 2 * SIDE);
  }

  private static double y(int row) {
    return TOP + ROW * row;
  }
}
