package org.transformerzoo.tuning.report;

import java.util.List;
import java.util.stream.IntStream;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.markup.Element;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.DisplayText;
import org.transformerzoo.tuning.search.SeedSpread;

/**
 * A finished candidate in its place on the leaderboard.
 *
 * @param rank 1 for the best
 * @param grade 0 for the worst fifth of those that came to their end, {@link #GRADES} − 1 for the
 *     best; 0 for all others
 * @param result what came of it
 * @param spread of its runs
 */
record RankedCandidate(int rank, int grade, CandidateResult result, SeedSpread spread) {

  /** How many shades pictures have. */
  static final int GRADES = 5;

  static List<RankedCandidate> rank(List<CandidateResult> bestFirst, Metric metric) {
    int complete = (int) bestFirst.stream().filter(CandidateResult::isComplete).count();
    return IntStream.range(0, bestFirst.size())
        .mapToObj(
            place ->
                new RankedCandidate(
                    place + 1,
                    place < complete ? GRADES - 1 - GRADES * place / complete : 0,
                    bestFirst.get(place),
                    SeedSpread.of(metric, bestFirst.get(place).runs())))
        .toList();
  }

  /** Whether it is the best of those that came to their end. */
  boolean isBest() {
    return rank == 1 && result.isComplete();
  }

  /**
   * What stands for the candidate in a picture: marked with its number, so that all that stands for
   * the same can be lit up together, and with its settings, which are shown where one points at it.
   */
  Element mark(Element shape, String styleClass) {
    String shade =
        isBest()
            ? " best"
            : result.isComplete() ? " grade-" + grade : " " + result.ending().publicName();
    return shape
        .with("class", styleClass + shade)
        .with("data-candidate", String.valueOf(result.index()))
        .add(Element.of("title").text(description()));
  }

  private String description() {
    return "Candidate %d: %s; %s"
        .formatted(
            result.index(),
            result.isComplete() ? DisplayText.score(result.score()) : result.ending().publicName(),
            DisplayText.settings(result.varied()));
  }
}
