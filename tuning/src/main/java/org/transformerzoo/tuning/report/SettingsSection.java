package org.transformerzoo.tuning.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.transformerzoo.tuning.markup.Element;

/** The score against each setting that varies. */
final class SettingsSection implements Section {

  private static final double RADIUS = 3.5;
  private static final double SHARE_OF_BOX = 0.38;

  /** Dots of the same value are side by side within this share of its place. */
  private static final double SHARE_OF_DOTS = 0.5;

  /** Its multiples modulo 1 are never near each other for long. */
  private static final double GOLDEN_RATIO = 0.618033988749895;

  @Override
  public String title() {
    return "Score against each setting";
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    if (search.scored().isEmpty()) {
      return List.of();
    }
    NumberAxis scores = search.scoreAxis();
    List<Element> figures = new ArrayList<>();
    for (VariedSetting setting : search.settings()) {
      Plot plot = new Plot(setting.axis(), setting.key(), scores, search.metric().name());
      plot.addAll(boxes(plot, setting, search.scored()));
      plot.addAll(dots(plot, setting, search.scored()));
      figures.add(Element.of("figure").add(plot.picture()));
    }
    return List.of(
        Section.paragraph(
            "A dot for each candidate; a box for the candidates of each value, or of each quarter of a range. Hollow dots were stopped early."),
        Element.of("div", "figures").addAll(figures));
  }

  private static List<Element> boxes(
      Plot plot, VariedSetting setting, List<RankedCandidate> candidates) {
    int parts = setting.axis().parts();
    return IntStream.range(0, parts)
        .boxed()
        .flatMap(
            part ->
                BoxPlot.of(
                        candidates.stream()
                            .filter(candidate -> candidate.result().isComplete())
                            .filter(candidate -> isIn(part, setting, candidate))
                            .mapToDouble(candidate -> candidate.result().score()))
                    .stream()
                    .map(box -> box.draw(plot, (part + 0.5) / parts, SHARE_OF_BOX / parts)))
        .toList();
  }

  private static boolean isIn(int part, VariedSetting setting, RankedCandidate candidate) {
    OptionalDouble position = setting.position(candidate);
    return position.isPresent() && setting.axis().part(position.getAsDouble()) == part;
  }

  /** The best last, which is on top. */
  private static List<Element> dots(
      Plot plot, VariedSetting setting, List<RankedCandidate> candidates) {
    List<Element> dots = new ArrayList<>();
    for (RankedCandidate candidate : candidates) {
      setting
          .position(candidate)
          .ifPresent(
              position ->
                  dots.add(
                      candidate.mark(
                          Shapes.circle(
                              plot.x(position + shift(setting.axis(), candidate)),
                              plot.height(candidate.result().score()).orElseThrow(),
                              RADIUS),
                          "dot")));
    }
    Collections.reverse(dots);
    return dots;
  }

  private static double shift(Axis axis, RankedCandidate candidate) {
    return axis instanceof NamedAxis
        ? (candidate.result().index() * GOLDEN_RATIO % 1 - 0.5) * SHARE_OF_DOTS / axis.parts()
        : 0;
  }
}
