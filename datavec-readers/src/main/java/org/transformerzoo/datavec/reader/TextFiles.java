package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Plain text in one or many files.
 *
 * @param files in the order in which they are read, at least one
 */
public record TextFiles(List<Path> files) {

  /** Copies the list. */
  public TextFiles {
    files = List.copyOf(files);
  }

  /**
   * One file, or all files of a folder and of the folders in it, in the order of their paths.
   * Hidden files, whose name begins with a dot, are passed over.
   *
   * @throws InvalidDataException if there is no file
   */
  public static TextFiles at(Path path) {
    if (Files.isRegularFile(path)) {
      return new TextFiles(List.of(path));
    }
    if (!Files.isDirectory(path)) {
      throw new InvalidDataException(
          path + " does not exist, expected a text file or a folder of text files");
    }
    try (Stream<Path> members = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          members.filter(Files::isRegularFile).filter(TextFiles::isShown).sorted().toList();
      if (files.isEmpty()) {
        throw new InvalidDataException(path + " has no files, expected text files");
      }
      return new TextFiles(files);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isShown(Path file) {
    return !file.getFileName().toString().startsWith(".");
  }
}
