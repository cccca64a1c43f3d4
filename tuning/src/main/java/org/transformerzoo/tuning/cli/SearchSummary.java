package org.transformerzoo.tuning.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchOutcome;

/** What {@code search} tells at its end. */
public record SearchSummary(SearchOutcome outcome) {

  /** For programs. */
  public Map<String, Object> toMap() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", outcome.folder().toString());
    summary.put("metric", outcome.metric().name());
    summary.put("whole", outcome.whole());
    summary.put("candidates", outcome.leaderboard().size());
    summary.put("best", outcome.best().orElse(null));
    return summary;
  }

  /** For people; empty if no candidate came to its end. */
  public Optional<String> sentence() {
    return outcome
        .best()
        .map(
            best ->
                String.format(
                    Locale.ROOT,
                    "Best is candidate %d with %s %.4f; its settings are in %s",
                    best.index() + 1,
                    outcome.metric().name(),
                    best.score(),
                    outcome.folder().resolve(SearchFolder.BEST)));
  }
}
