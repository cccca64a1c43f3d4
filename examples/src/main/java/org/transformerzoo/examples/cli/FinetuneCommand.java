package org.transformerzoo.examples.cli;

import java.util.List;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.Settings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.loop.ProgressBarListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private RunSettings run;

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
    FineTuningConfiguration configuration =
        RunSettings.withFolder(run.builder(SETTINGS, command).build());
    FineTuningResult result =
        FineTuning.run(configuration, List.of(new ProgressBarListener(System.err)));
    report(result);
    return 0;
  }
}
