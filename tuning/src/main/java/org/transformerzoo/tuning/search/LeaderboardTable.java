package org.transformerzoo.tuning.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The leaderboard of a search as CSV: a line for each finished candidate, the best first. */
public final class LeaderboardTable {

  private LeaderboardTable() {}

  /** The table of the candidates of a search that are finished. */
  public static String csv(SearchPlan plan, SearchRecord record) {
    Set<String> keys = plan.space().varied().keySet();
    List<String> header =
        new ArrayList<>(List.of("candidate", "ending", "score", "deviation", "worst"));
    header.addAll(keys);
    header.addAll(List.of("runs", "seconds", "reason"));
    return record.leaderboard().stream()
        .map(result -> line(result, SeedSpread.of(record.metric(), result.runs()), keys) + "\n")
        .collect(Collectors.joining("", String.join(",", header) + "\n", ""));
  }

  private static String line(CandidateResult result, SeedSpread spread, Set<String> keys) {
    List<Object> cells = new ArrayList<>();
    cells.add(result.index());
    cells.add(result.ending().publicName());
    cells.add(result.score());
    cells.add(spread.deviation());
    cells.add(spread.worst());
    keys.forEach(key -> cells.add(result.varied().get(key)));
    cells.add(result.runs().size());
    cells.add(Math.round(result.seconds() * 10) / 10.0);
    cells.add(result.reason());
    return cells.stream().map(LeaderboardTable::cell).collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    String text = value == null ? "" : String.valueOf(value);
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
