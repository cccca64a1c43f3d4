package org.transformerzoo.tuning.search;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.training.evaluation.Metric;

/**
 * Where a search stands.
 *
 * @param folder of the search
 * @param metric of the scores
 * @param whole whether all its candidates are finished; else it can go on
 * @param leaderboard the finished candidates, the best first
 */
public record SearchOutcome(
    Path folder, Metric metric, boolean whole, List<CandidateResult> leaderboard) {

  /** The best candidate that came to its end. */
  public Optional<CandidateResult> best() {
    return leaderboard.stream().filter(CandidateResult::isComplete).findFirst();
  }
}
