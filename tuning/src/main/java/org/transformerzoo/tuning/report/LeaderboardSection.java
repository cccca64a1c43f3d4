package org.transformerzoo.tuning.report;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.tuning.markup.Element;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.DisplayText;

/** All candidates, the best first. */
final class LeaderboardSection implements Section {

  @Override
  public String title() {
    return "Leaderboard";
  }

  @Override
  public List<Element> content(ReportedSearch search) {
    List<String> columns =
        new ArrayList<>(List.of("rank", "candidate", "mean", "deviation", "worst"));
    search.settings().forEach(setting -> columns.add(setting.key()));
    columns.addAll(List.of("runs", "time", "ending"));
    Table table = new Table(columns);
    search.candidates().forEach(candidate -> table.add(candidate, cells(search, candidate)));
    return List.of(
        Section.paragraph(
            "Mean, deviation and worst of the best %s of each seed. Candidate 7 is in the folder candidates/00007. A column's head orders the rows; a candidate's number shows it in every picture."
                .formatted(search.metric().name())),
        table.element());
  }

  private static List<Element> cells(ReportedSearch search, RankedCandidate candidate) {
    CandidateResult result = candidate.result();
    List<Element> cells = new ArrayList<>();
    cells.add(Table.number(candidate.rank(), String.valueOf(candidate.rank())));
    cells.add(Table.candidate(candidate));
    cells.add(score(candidate.spread().mean()));
    cells.add(score(candidate.spread().deviation()));
    cells.add(score(candidate.spread().worst()));
    for (VariedSetting setting : search.settings()) {
      Object value = result.varied().get(setting.key());
      cells.add(
          value == null || value instanceof Number
              ? Table.number(value, DisplayText.value(value))
              : Table.text(DisplayText.value(value)));
    }
    cells.add(Table.number(result.runs().size(), String.valueOf(result.runs().size())));
    cells.add(Table.number(result.seconds(), DisplayText.duration(result.seconds())));
    cells.add(Table.text(result.ending().publicName()));
    return cells;
  }

  private static Element score(Double value) {
    return Table.number(value, DisplayText.score(value));
  }
}
