package org.transformerzoo.examples.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.examples.cli.Models;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import picocli.CommandLine.Option;

/** A model and data for a script: those of a user, or small ones of this project. */
final class ScriptOptions {

  @Option(
      names = "--model",
      paramLabel = "DIR|NAME",
      description =
          "Folder of a checkpoint, or a name such as bert-base-uncased; a very small new model if"
              + " unset.")
  private String model;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Examples to learn from; made-up ones of this project if unset.")
  private Path train;

  @Option(
      names = "--dev",
      paramLabel = "FILE",
      description = "Examples to evaluate on; made-up ones of this project if unset.")
  private Path dev;

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description = "Texts without labels; made-up ones of this project if unset.")
  private Path texts;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the result goes; a temporary folder if unset.")
  private Path output;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another value for a setting of tzoo finetune, such as text-column=question.")
  private Map<String, String> settings = new LinkedHashMap<>();

  private Path temporary;

  /** The checkpoint to begin with: a small new BERT if there is none. */
  Path model() {
    return model == null ? SmallModel.BERT.create(folder()) : Models.folder(model);
  }

  /** The same with a small new BART. */
  Path sequenceToSequenceModel() {
    return model == null ? SmallModel.BART.create(folder()) : Models.folder(model);
  }

  /** The file of the user, or the embedded one called {@code name}. */
  Path train(String name) {
    return train == null ? embedded(name) : train;
  }

  /** The file of the user, or the embedded one called {@code name}. */
  Path dev(String name) {
    if ((train == null) != (dev == null)) {
      throw new InvalidSettingException("only one of --train and --dev is set, expected both");
    }
    return dev == null ? embedded(name) : dev;
  }

  /** The file of the user, or the embedded one called {@code name}. */
  Path texts(String name) {
    return texts == null ? embedded(name) : texts;
  }

  /** An embedded file that no option replaces. */
  Path embedded(String name) {
    return EmbeddedFiles.copy(name, folder());
  }

  /** A folder for what is called {@code name} in the result. */
  Path output(String name) {
    return output == null ? folder().resolve(name) : output.resolve(name);
  }

  /**
   * The configuration of a script, with what else is needed: small new models have everything to
   * learn and do so at a high rate, and what the user sets wins.
   */
  FineTuningConfiguration complete(FineTuningConfiguration.Builder script) {
    return adapt(script).build();
  }

  /** The same where not all of a fine-tuning run is needed. */
  FineTuningConfiguration completePartial(FineTuningConfiguration.Builder script) {
    return adapt(script).buildPartial();
  }

  private FineTuningConfiguration.Builder adapt(FineTuningConfiguration.Builder script) {
    if (model == null) {
      script
          .set(UpdateSettings.LEARNING_RATE, SmallModel.LEARNING_RATE)
          .set(TrainingSettings.EPOCHS, SmallModel.EPOCHS)
          .set(DataSettings.BATCH_SIZE, SmallModel.BATCH_SIZE)
          .set(DataSettings.MAX_LENGTH, SmallModel.LONGEST);
    }
    settings.forEach(script::set);
    return script;
  }

  private Path folder() {
    if (temporary == null) {
      try {
        temporary = Files.createTempDirectory("transformer-zoo-");
      } catch (IOException e) {
        throw new UncheckedIOException("No temporary folder can be made: " + e.getMessage(), e);
      }
    }
    return temporary;
  }
}
