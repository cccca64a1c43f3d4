package org.transformerzoo.tuning.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code leaderboard.csv}, {@code evaluations.csv} and {@code best.yaml} of a search. */
final class Leaderboard {

  static final String CSV = "leaderboard.csv";

  private final SearchPlan plan;
  private final SearchFolder folder;

  Leaderboard(SearchPlan plan, SearchFolder folder) {
    this.plan = plan;
    this.folder = folder;
  }

  void write(SearchRecord record) {
    List<CandidateResult> board = record.leaderboard();
    folder.write(CSV, csv(board));
    folder.write(EvaluationTable.NAME, EvaluationTable.csv(record.inOrder()));
    record
        .best()
        .ifPresent(best -> folder.write(SearchFolder.BEST, folder.configuration(best.index())));
  }

  private String csv(List<CandidateResult> board) {
    Set<String> keys = plan.space().varied().keySet();
    List<String> header = new ArrayList<>(List.of("candidate", "ending", "score"));
    header.addAll(keys);
    header.addAll(List.of("runs", "seconds", "reason"));
    return board.stream()
        .map(result -> line(result, keys))
        .collect(
            Collectors.joining("\n", String.join(",", header) + "\n", board.isEmpty() ? "" : "\n"));
  }

  private static String line(CandidateResult result, Set<String> keys) {
    List<Object> cells = new ArrayList<>();
    cells.add(result.index());
    cells.add(result.ending().publicName());
    cells.add(result.score());
    keys.forEach(key -> cells.add(result.varied().get(key)));
    cells.add(result.runs().size());
    cells.add(Math.round(result.seconds() * 10) / 10.0);
    cells.add(result.reason());
    return cells.stream().map(Leaderboard::cell).collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    String text = value == null ? "" : String.valueOf(value);
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
