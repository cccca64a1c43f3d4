package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.tuning.study.SeedStudy;
import org.transformerzoo.tuning.study.StudyPlan;
import org.transformerzoo.tuning.study.StudySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tzoo study}: the same runs with many seeds. */
@Command(
    name = "study",
    description = {
      "Runs variants of a configuration on tasks with many seeds, and tells how much is chance.",
      "Interrupted, the same command goes on with the runs that are left."
    })
final class StudyCommand extends Verb {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "YAML with seeds, settings, tasks and variants.")
  private Path config;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for runs.csv, summary.md and a picture for each task.")
  private Path output;

  StudyCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() {
    List<StudySummary> summaries = SeedStudy.run(StudyPlan.read(config), output, Verb::say);
    say("Wrote runs, tables and pictures to " + output);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", output.toString());
    summary.put("summaries", summaries);
    print(summary);
    return 0;
  }
}
