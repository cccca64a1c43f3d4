package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ModelEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo evaluate}: the metrics of a saved model on a file. */
@Command(
    name = "evaluate",
    description = {
      "Evaluates a saved model on labelled examples.",
      "The file is read as the model's training data were, unless options say otherwise."
    })
final class EvaluateCommand extends Verb {

  private static final SettingOptions READING =
      new SettingOptions(
          List.of(
              DataSettings.TEXT_COLUMN,
              DataSettings.PAIR_COLUMN,
              DataSettings.ROLE_COLUMN,
              DataSettings.LABEL_COLUMN,
              DataSettings.LABEL_SEPARATOR,
              DataSettings.TARGET_COLUMN,
              DataSettings.HEADER,
              DataSettings.MALFORMED_LINES,
              DataSettings.MAX_LENGTH,
              DataSettings.TARGET_MAX_LENGTH,
              DataSettings.TRUNCATION,
              DataSettings.EVALUATION_BATCH_SIZE));

  @Mixin private ModelOption model;

  @Option(
      names = {"--data", "--dev"},
      required = true,
      paramLabel = "FILE",
      description = "The labelled examples.")
  private Path data;

  private CommandSpec command;

  EvaluateCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    READING.addTo(spec);
  }

  @Override
  public Integer call() {
    Path folder = model.folder();
    FineTuningConfiguration.Builder settings = ModelOption.settings(folder);
    READING.given(command).forEach(settings::set);
    Map<String, Double> metrics = ModelEvaluation.evaluate(folder, data, settings.buildPartial());
    metrics.forEach((name, value) -> say("%-20s %.6f".formatted(name, value)));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("data", data.toString());
    summary.put("metrics", metrics);
    print(summary);
    return 0;
  }
}
