package org.transformerzoo.tuning.report;

import java.nio.file.Path;
import org.transformerzoo.tuning.search.LeaderboardTable;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * The report of a search: {@code report.html} for people, {@code report.csv} with a line for each
 * candidate and {@code report.json} with everything, for programs.
 */
public final class SearchReport {

  /** The page. */
  public static final String PAGE = "report.html";

  /** The table. */
  public static final String TABLE = "report.csv";

  /** All of it. */
  public static final String JSON = "report.json";

  private final ReportedSearch search;

  private SearchReport(ReportedSearch search) {
    this.search = search;
  }

  /**
   * Reads a search, which may be going on; the report tells what is finished of it.
   *
   * @param folder the output of the search
   * @throws org.transformerzoo.training.configuration.InvalidSettingException if it holds no search
   *     or no finished candidate
   */
  public static SearchReport read(Path folder) {
    return new SearchReport(ReportedSearch.read(folder));
  }

  /**
   * Writes the three files into the folder of the search, each whole or not at all.
   *
   * @return where the page is
   * @throws java.io.UncheckedIOException if they cannot be written
   */
  public Path write() {
    Path page = search.folder().resolve(PAGE);
    AtomicFile.write(
        search.folder().resolve(TABLE), LeaderboardTable.csv(search.plan(), search.record()));
    AtomicFile.write(search.folder().resolve(JSON), new ReportJson(search).text());
    AtomicFile.write(page, new ReportPage(search).html());
    return page;
  }
}
