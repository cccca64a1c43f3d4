package org.transformerzoo.tuning.search;

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
    folder.write(CSV, LeaderboardTable.csv(plan, record));
    folder.write(EvaluationTable.NAME, EvaluationTable.csv(record.inOrder()));
    record
        .best()
        .ifPresent(best -> folder.write(SearchFolder.BEST, folder.configuration(best.index())));
  }
}
