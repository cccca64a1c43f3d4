package org.transformerzoo.tuning.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.transformerzoo.tuning.markup.Element;
import org.transformerzoo.tuning.search.RunResult;

/** Box plots of the best candidates, each over its seeds. */
final class SeedSpreadSection implements Section {

  /** As many as have room beside each other. */
  private static final int MOST = 20;

  private static final double RADIUS = 3;
  private static final double SHARE_OF_BOX = 0.35;

  @Override
  public String title() {
    return "Spread over seeds";
  }

  @Override
  public boolean isNarrow() {
    return true;
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    List<RankedCandidate> scored = search.scored();
    if (search.plan().options().seeds() == 1 || scored.isEmpty()) {
      return List.of();
    }
    List<RankedCandidate> shown = scored.subList(0, Math.min(MOST, scored.size()));
    NamedAxis candidates =
        new NamedAxis(shown.stream().map(candidate -> candidate.result().index()).toList());
    Plot plot =
        new Plot(candidates, "candidate, the best first", search.runAxis(), search.metric().name());
    IntStream.range(0, shown.size()).forEach(place -> draw(plot, candidates, shown.get(place)));
    return List.of(
        Section.figure(
            plot.picture(),
            "The best %s of each seed, for %d of %d candidates: a box from the first to the third quartile with the median, whiskers to the ends, a dot for each seed."
                .formatted(search.metric().name(), shown.size(), scored.size())));
  }

  private static void draw(Plot plot, NamedAxis candidates, RankedCandidate candidate) {
    double centre = candidates.position(candidate.result().index()).orElseThrow();
    List<Double> scores =
        candidate.result().runs().stream().map(RunResult::best).filter(Objects::nonNull).toList();
    BoxPlot.of(scores.stream().mapToDouble(Double::doubleValue))
        .forEach(box -> plot.add(box.draw(plot, centre, SHARE_OF_BOX / candidates.parts())));
    for (double score : scores) {
      plot.add(
          candidate.mark(
              Shapes.circle(plot.x(centre), plot.height(score).orElseThrow(), RADIUS), "dot"));
    }
  }
}
