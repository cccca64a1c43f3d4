package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.RunCard;
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

  /** The settings that the model of {@code folder} was trained with, to change; or none. */
  static FineTuningConfiguration.Builder settings(Path folder) {
    return RunCard.configuration(folder)
        .map(FineTuningConfiguration::toBuilder)
        .orElseGet(FineTuningConfiguration::builder);
  }
}
