package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.finetuning.RunCard;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import picocli.CommandLine.Option;

/** The model that a verb uses. */
final class ModelOption {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|NAME",
      description = "A model folder, or a pretrained model to download.")
  private String model;

  /** Its folder, downloaded if need be. */
  Path folder() {
    return Models.folder(model);
  }

  /**
   * The settings that the model of {@code folder} was trained with, or else its task alone, to
   * change.
   */
  static FineTuningConfiguration.Builder settings(Path folder) {
    return RunCard.configuration(folder)
        .map(FineTuningConfiguration::toBuilder)
        .orElseGet(() -> ofTask(folder));
  }

  private static FineTuningConfiguration.Builder ofTask(Path folder) {
    FineTuningConfiguration.Builder builder = FineTuningConfiguration.builder();
    ModelSpecification.of(ConfigFile.read(folder))
        .task()
        .flatMap(head -> ModelSettings.TASK.read(head.name()))
        .ifPresent(task -> builder.set(ModelSettings.TASK, task));
    return builder;
  }
}
