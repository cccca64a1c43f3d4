package org.transformerzoo.tuning.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.evaluation.Metric;

/**
 * A finished candidate.
 *
 * @param index its number in the search, from 0
 * @param varied the values of the settings that vary, by key
 * @param ending how it ended
 * @param score the mean of its runs' best values; null if it has none
 * @param runs what came of each seed
 * @param seconds it took
 * @param reason why it failed or was stopped, one sentence; null if neither
 */
public record CandidateResult(
    int index,
    Map<String, Object> varied,
    Ending ending,
    Double score,
    List<RunResult> runs,
    double seconds,
    String reason) {

  /** Whether it came to its end and has a score. */
  @JsonIgnore
  public boolean isComplete() {
    return ending == Ending.COMPLETE;
  }

  /**
   * The best first: complete ones by score, then those that were stopped, then those that failed;
   * equals in the order of the search.
   */
  static Comparator<CandidateResult> bestFirst(Metric metric) {
    return Comparator.comparing(CandidateResult::ending)
        .thenComparing(
            (one, other) -> {
              double first = one.score() == null ? Double.NaN : one.score();
              double second = other.score() == null ? Double.NaN : other.score();
              return metric.improves(first, second) ? -1 : metric.improves(second, first) ? 1 : 0;
            })
        .thenComparing(CandidateResult::index);
  }
}
