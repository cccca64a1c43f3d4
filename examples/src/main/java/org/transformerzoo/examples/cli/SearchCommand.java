package org.transformerzoo.examples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.CandidateTrial;
import org.transformerzoo.tuning.search.FineTuningTrial;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchOptions;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo search}: the best configuration of a space. */
@Command(
    name = "search",
    description = {
      "Fine-tunes with many settings and tells which are best.",
      "Interrupted, the same command, or --resume, goes on with the candidates that are left."
    })
final class SearchCommand extends Verb {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML of finetune in which any value may be a space; options under search.")
  private Path config;

  @Option(names = "--output", paramLabel = "DIR", description = "Folder of the search.")
  private Path output;

  @Option(names = "--resume", paramLabel = "DIR", description = "Goes on with the search there.")
  private Path resume;

  private CommandSpec command;

  SearchCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    for (String key : SearchOptions.keys()) {
      spec.addOption(
          OptionSpec.builder("--" + key)
              .type(String.class)
              .arity("1")
              .paramLabel("VALUE")
              .description(SearchOptions.describe(key))
              .build());
    }
  }

  @Override
  public Integer call() {
    SearchPlan plan = plan();
    // What each run says of itself would hide the lines of the candidates.
    ((Logger) LoggerFactory.getLogger("org.transformerzoo.training")).setLevel(Level.WARN);
    CandidateTrial trial = new FineTuningTrial(RunSettings::withFolder, plan.options().threads());
    SearchOutcome outcome =
        new Search(plan, resume == null ? output : resume).trial(trial).progress(Verb::say).run();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", outcome.folder().toString());
    summary.put("metric", outcome.metric().name());
    summary.put("whole", outcome.whole());
    summary.put("candidates", outcome.leaderboard().size());
    summary.put("best", outcome.best().orElse(null));
    outcome.best().ifPresent(best -> tell(outcome, best));
    print(summary);
    return outcome.best().isPresent() ? 0 : Failures.FAILED;
  }

  private static void tell(SearchOutcome outcome, CandidateResult best) {
    say(
        "Best is candidate %d with %s %.4f; its settings are in %s"
            .formatted(
                best.index() + 1,
                outcome.metric().name(),
                best.score(),
                outcome.folder().resolve(SearchFolder.BEST)));
  }

  private SearchPlan plan() {
    Map<String, String> given = given();
    if (resume != null) {
      if (config != null || output != null) {
        throw new InvalidSettingException(
            "--resume is set together with --config or --output, expected it alone");
      }
      return new SearchFolder(resume).plan(given);
    }
    if (config == null || output == null) {
      throw new InvalidSettingException(
          "Missing required options: --config=FILE and --output=DIR, or --resume=DIR");
    }
    return SearchPlan.read(config, given);
  }

  private Map<String, String> given() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : SearchOptions.keys()) {
      String value = command.commandLine().getParseResult().matchedOptionValue("--" + key, null);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }
}
