package org.transformerzoo.tuning.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.tuning.report.SearchReport;
import org.transformerzoo.tuning.search.DisplayText;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchOutcome;

/**
 * What {@code search} tells at its end.
 *
 * @param outcome of the search
 * @param report where its page is; empty if no candidate is finished
 */
public record SearchSummary(SearchOutcome outcome, Optional<Path> report) {

  /** Writes the report, if there is anything to report. */
  public static SearchSummary of(SearchOutcome outcome) {
    return new SearchSummary(
        outcome,
        outcome.leaderboard().isEmpty()
            ? Optional.empty()
            : Optional.of(SearchReport.read(outcome.folder()).write()));
  }

  /** For programs. */
  public Map<String, Object> toMap() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", outcome.folder().toString());
    summary.put("metric", outcome.metric().name());
    summary.put("whole", outcome.whole());
    summary.put("candidates", outcome.leaderboard().size());
    summary.put("best", outcome.best().orElse(null));
    summary.put("report", report.map(Path::toString).orElse(null));
    return summary;
  }

  /** For people. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    outcome
        .best()
        .ifPresent(
            best ->
                sentences.add(
                    "Best is candidate %d with %s %s; its settings are in %s"
                        .formatted(
                            best.index(),
                            outcome.metric().name(),
                            DisplayText.score(best.score()),
                            outcome.folder().resolve(SearchFolder.BEST))));
    report.ifPresent(page -> sentences.add("The report is in " + page));
    return sentences;
  }
}
