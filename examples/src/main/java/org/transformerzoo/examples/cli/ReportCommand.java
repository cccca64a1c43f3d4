package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.tuning.report.SearchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tzoo report}: a search as a page. */
@Command(
    name = "report",
    description = {
      "Writes report.html, report.csv and report.json of a search into its folder.",
      "The search may be unfinished, or going on."
    })
final class ReportCommand extends Verb {

  @Parameters(paramLabel = "DIR", description = "The output of tzoo search.")
  private Path folder;

  ReportCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() {
    Path page = SearchReport.read(folder).write();
    say("The report is in " + page);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("report", page.toString());
    print(summary);
    return 0;
  }
}
