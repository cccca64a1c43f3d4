package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.zoo.config.ConfigFile;

/** Checks where a run is to save its model: better before than after hours of training. */
final class OutputFolder {

  private OutputFolder() {}

  /** Refuses a file, and a folder that holds something else than such a result. */
  static void requireFree(FineTuningConfiguration configuration) {
    Path output = configuration.get(TrainingSettings.OUTPUT);
    boolean several = configuration.isGiven(MultiTaskSettings.TASKS);
    String mark = several ? RunCard.NAME : ConfigFile.NAME;
    if (!Files.exists(output) || Files.exists(output.resolve(mark))) {
      return;
    }
    try (Stream<Path> members =
        Files.isDirectory(output) ? Files.list(output) : Stream.of(output)) {
      if (members.findAny().isPresent()) {
        throw new InvalidSettingException(
            "The output %s exists and is not a %s, expected a new folder"
                .formatted(output, several ? "result of several tasks" : "model folder"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(output + " cannot be read: " + e.getMessage(), e);
    }
  }
}
