package org.transformerzoo.examples.scripts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The data that this project brings along, see the READMEs beside them. */
final class EmbeddedFiles {

  private EmbeddedFiles() {}

  /** Copies a resource such as {@code /quickstart/train.tsv} into {@code folder}. */
  static Path copy(String resource, Path folder) {
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    try (InputStream in = EmbeddedFiles.class.getResourceAsStream(resource)) {
      Files.createDirectories(folder);
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
