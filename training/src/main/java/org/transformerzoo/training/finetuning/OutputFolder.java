package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.config.ConfigFile;

/** Checks where a run is to save its model: better before than after hours of training. */
final class OutputFolder {

  private OutputFolder() {}

  /** Refuses a file, and a folder that holds something else than a model. */
  static void requireFree(Path output) {
    if (!Files.exists(output) || Files.exists(output.resolve(ConfigFile.NAME))) {
      return;
    }
    try (Stream<Path> members =
        Files.isDirectory(output) ? Files.list(output) : Stream.of(output)) {
      if (members.findAny().isPresent()) {
        throw new InvalidSettingException(
            "The output " + output + " exists and is not a model folder, expected a new folder");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(output + " cannot be read: " + e.getMessage(), e);
    }
  }
}
