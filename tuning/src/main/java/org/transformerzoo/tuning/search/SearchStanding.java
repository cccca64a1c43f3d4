package org.transformerzoo.tuning.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a search stands.
 *
 * @param finished candidates, those that failed and those that were stopped among them
 * @param planned the most candidates that there will be
 * @param failed candidates
 * @param stopped candidates, given up early
 * @param best of those that came to their end; null before the first
 * @param secondsLeft if the others take as long as those of this process did; null before the first
 */
public record SearchStanding(
    int finished,
    long planned,
    long failed,
    long stopped,
    CandidateResult best,
    Double secondsLeft) {

  /** A sentence without its beginning and its end. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add("%d of %d done".formatted(finished, planned));
    if (failed > 0) {
      parts.add(failed + " failed");
    }
    if (stopped > 0) {
      parts.add(stopped + " stopped");
    }
    if (best != null) {
      parts.add(
          "best %s (candidate %d: %s)"
              .formatted(
                  DisplayText.score(best.score()),
                  best.index(),
                  DisplayText.settings(best.varied())));
    }
    if (secondsLeft != null && finished < planned) {
      parts.add("about " + DisplayText.duration(secondsLeft) + " left");
    }
    return String.join(", ", parts);
  }
}
