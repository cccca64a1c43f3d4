package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.Settings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.loop.ProgressBarListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo finetune}: a pre-trained model and labelled examples to a fine-tuned model. */
@Command(
    name = "finetune",
    description = {
      "Fine-tunes a model and saves the best one.",
      "Interrupted, the same command goes on where it stopped."
    })
final class FinetuneCommand extends Verb {

  private static final SettingOptions SETTINGS = new SettingOptions(Settings.ALL);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of settings; options override it.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting; overrides the options.")
  private List<String> assignments = List.of();

  private CommandSpec command;

  FinetuneCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    SETTINGS.addTo(spec);
  }

  @Override
  public Integer call() {
    FineTuningConfiguration configuration = configuration();
    FineTuningResult result =
        FineTuning.run(configuration, List.of(new ProgressBarListener(System.err)));
    say("Saved the best model to " + result.output());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", result.output().toString());
    summary.put("metric", result.metric().name());
    summary.put("best", result.best());
    summary.put("last", result.last());
    print(summary);
    return 0;
  }

  /** The model as a folder, wherever it was named: option, --set or file of settings. */
  private static FineTuningConfiguration withFolder(FineTuningConfiguration configuration) {
    Path named = configuration.get(Settings.MODEL);
    Path folder = Models.folder(named.toString());
    return folder.equals(named)
        ? configuration
        : configuration.toBuilder().set(Settings.MODEL, folder).build();
  }

  private FineTuningConfiguration configuration() {
    FineTuningConfiguration.Builder builder = FineTuningConfiguration.builder();
    if (config != null) {
      builder.setAll(config);
    }
    Map<String, String> given = SETTINGS.given(command);
    given.forEach(builder::set);
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new InvalidSettingException("--set is \"" + assignment + "\", expected KEY=VALUE");
      }
      builder.set(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return withFolder(builder.build());
  }
}
