package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.tuning.report.SearchReport;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchOptions;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import org.transformerzoo.tuning.space.FineTuningSpace;
import org.transformerzoo.tuning.space.SettingSpace;

/**
 * Which settings are best? Arbiter tries candidates from a space, each with two seeds, because with
 * few examples a setting is only as good as its spread. On the command line: {@code tzoo search}.
 */
public final class SettingSearch {

  private SettingSearch() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(SettingSearch::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningConfiguration fixed =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.model())
                .set(DataSettings.TRAIN, options.train("/scripts/pairs-train.tsv"))
                .set(DataSettings.DEV, options.dev("/scripts/pairs-dev.tsv"))
                .set(DataSettings.TEXT_COLUMN, Column.named("statement"))
                .set(DataSettings.PAIR_COLUMN, Column.named("claim"))
                .set(TrainingSettings.EPOCHS, 3)
                .set(TrainingSettings.OUTPUT, options.output("not used")));
    FineTuningSpace space =
        FineTuningSpace.builder()
            .fixAll(fixed)
            .vary(UpdateSettings.LLRD, new SettingSpace.Uniform(0.8, 1))
            .vary(ModelSettings.REINIT_LAYERS, new SettingSpace.WholeNumbers(0, 2))
            .vary(RegularizationSettings.MIXOUT, new SettingSpace.Choice(List.of(0.1, 0.5)))
            .build();
    SearchPlan plan = new SearchPlan(space, SearchOptions.of(Map.of("trials", 4, "seeds", 2)));

    SearchOutcome outcome = new Search(plan, options.output("search")).run();
    for (CandidateResult candidate : outcome.leaderboard()) {
      System.out.println(candidate.score() + " with " + candidate.varied());
    }
    System.out.println("The report is " + SearchReport.read(outcome.folder()).write());
    return Map.of(outcome.metric().name(), outcome.best().orElseThrow().score());
  }
}
