package org.transformerzoo.tuning.report;

import java.util.List;
import org.transformerzoo.tuning.markup.Element;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.DisplayText;

/** The candidates that did not come to their end, with the reason. */
final class FailuresSection implements Section {

  @Override
  public String title() {
    return "Failed and stopped";
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    Table table = new Table(List.of("candidate", "ending", "reason", "settings"));
    List<RankedCandidate> ended =
        search.candidates().stream().filter(candidate -> !candidate.result().isComplete()).toList();
    ended.forEach(candidate -> table.add(candidate, cells(candidate)));
    return ended.isEmpty()
        ? List.of(Section.paragraph("Every candidate came to its end."))
        : List.of(table.element());
  }

  private static List<Element> cells(RankedCandidate candidate) {
    CandidateResult result = candidate.result();
    return List.of(
        Table.candidate(candidate),
        Table.text(result.ending().publicName()),
        Table.sentence(result.reason() == null ? DisplayText.NONE : result.reason()),
        Table.sentence(DisplayText.settings(result.varied())));
  }
}
