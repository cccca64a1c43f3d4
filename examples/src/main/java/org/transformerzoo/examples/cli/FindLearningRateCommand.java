package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.Settings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.finetuning.LearningRateSearch;
import org.transformerzoo.training.search.LearningRateCurve;
import org.transformerzoo.training.search.LearningRateFinder;
import org.transformerzoo.training.search.LearningRateRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo find-learning-rate}: a range test before a fine-tuning run. */
@Command(
    name = "find-learning-rate",
    description = {
      "Trains for some steps with a rising learning rate and shows how the loss answers.",
      "Takes the settings of finetune; writes learning-rates.csv and learning-rates.svg."
    })
final class FindLearningRateCommand extends Verb {

  private static final SettingOptions SETTINGS =
      new SettingOptions(
          Settings.ALL.stream().filter(setting -> setting != TrainingSettings.OUTPUT).toList());

  @Mixin private RunSettings run;

  @Option(
      names = "--lowest",
      description = "Learning rate of the first step (default: ${DEFAULT-VALUE}).",
      defaultValue = "1e-7")
  private double lowest;

  @Option(
      names = "--highest",
      description = "Learning rate of the last step (default: ${DEFAULT-VALUE}).",
      defaultValue = "1e-1")
  private double highest;

  @Option(
      names = "--test-steps",
      description = "Steps of the test (default: ${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int steps;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for table and picture.")
  private Path output;

  private CommandSpec command;

  FindLearningRateCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    SETTINGS.addTo(spec);
  }

  @Override
  public Integer call() {
    LearningRateCurve curve =
        LearningRateSearch.run(
            RunSettings.withFolder(run.builder(SETTINGS, command).buildPartial()), range());
    LearningRateFinder.write(curve, output);
    say("Wrote the table and the picture to " + output);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("steps", curve.points().size());
    summary.put("steepest", curve.steepest().orElse(null));
    summary.put("tenth_of_lowest", curve.tenthOfLowest());
    summary.put("table", output.resolve(LearningRateFinder.TABLE).toString());
    summary.put("plot", output.resolve(LearningRateFinder.PLOT).toString());
    print(summary);
    return 0;
  }

  private LearningRateRange range() {
    try {
      return new LearningRateRange(lowest, highest, steps);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(e.getMessage(), e);
    }
  }
}
