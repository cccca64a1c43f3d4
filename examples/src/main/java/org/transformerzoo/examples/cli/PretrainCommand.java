package org.transformerzoo.examples.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.finetuning.PreTraining;
import org.transformerzoo.training.loop.ProgressBarListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tzoo pretrain}: a model, or the configuration of a new one, and plain text. */
@Command(
    name = "pretrain",
    description = {
      "Trains a model on plain text, from a checkpoint (--model) or from nothing (--new-model).",
      "Text is a file or a folder of files, gzip included; an empty line ends a document.",
      "Saves the model with the lowest perplexity on held-out text, to be fine-tuned.",
      "Interrupted, the same command goes on where it stopped."
    })
final class PretrainCommand extends Verb {

  private static final List<Setting<?>> SHOWN =
      Stream.concat(
              Stream.of(
                  ModelSettings.MODEL, ModelSettings.TASK, DataSettings.TRAIN, DataSettings.DEV),
              Stream.concat(
                  PreTrainingSettings.ALL.stream(),
                  Stream.of(
                      TrainingSettings.OUTPUT,
                      DataSettings.MAX_LENGTH,
                      DataSettings.BATCHING,
                      DataSettings.BATCH_SIZE,
                      DataSettings.TOKENS_PER_BATCH,
                      TrainingSettings.ACCUMULATION,
                      TrainingSettings.EPOCHS,
                      TrainingSettings.STEPS,
                      UpdateSettings.LEARNING_RATE,
                      UpdateSettings.WARMUP,
                      UpdateSettings.WEIGHT_DECAY,
                      EvaluationSettings.EVALUATIONS_PER_EPOCH,
                      EvaluationSettings.EVALUATION_STEPS,
                      TrainingSettings.CHECKPOINT_STEPS,
                      DataSettings.MALFORMED_LINES,
                      DataSettings.CACHE,
                      TrainingSettings.RESUME,
                      TrainingSettings.SEED)))
          .toList();
  private static final SettingOptions SETTINGS = new SettingOptions(SHOWN);

  @Mixin private RunSettings run;

  private CommandSpec command;

  PretrainCommand(Results results) {
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
        RunSettings.withFolder(run.builder(SETTINGS, command).buildPartial());
    FineTuningResult result =
        PreTraining.run(configuration, List.of(new ProgressBarListener(System.err)));
    Map<String, Double> best = result.best().metrics();
    say(
        "On held-out text: loss %.4f, perplexity %.2f"
            .formatted(best.get("loss"), best.get("perplexity")));
    report(result);
    return 0;
  }
}
