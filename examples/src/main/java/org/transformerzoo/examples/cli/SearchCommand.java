package org.transformerzoo.examples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.tuning.cli.SearchArguments;
import org.transformerzoo.tuning.cli.SearchSummary;
import org.transformerzoo.tuning.cli.TerminalView;
import org.transformerzoo.tuning.search.CandidateTrial;
import org.transformerzoo.tuning.search.FineTuningTrial;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private SearchArguments arguments = new SearchArguments();

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description = "Runs on Apache Spark are those of another program: tzoo-spark search.")
  private String master;

  SearchCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    arguments.addTo(spec);
  }

  @Override
  public Integer call() {
    if (master != null) {
      throw new InvalidSettingException(
          "--spark is \"%s\", and Spark is not part of this program; expected the same options as tzoo-spark search --master %s"
              .formatted(master, master));
    }
    SearchPlan plan = arguments.plan();
    // What each run says of itself would hide the lines of the candidates.
    ((Logger) LoggerFactory.getLogger("org.transformerzoo.training")).setLevel(Level.WARN);
    CandidateTrial trial = new FineTuningTrial(RunSettings::withFolder, plan.options().threads());
    SearchOutcome outcome =
        new Search(plan, arguments.folder())
            .trial(trial)
            .view(TerminalView.ofStandardError())
            .run();
    SearchSummary summary = SearchSummary.of(outcome);
    summary.sentences().forEach(Verb::say);
    print(summary.toMap());
    return outcome.best().isPresent() ? 0 : Failures.FAILED;
  }
}
