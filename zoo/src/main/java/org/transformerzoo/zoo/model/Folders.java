package org.transformerzoo.zoo.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What saved models, checkpoints and unfinished runs need of the file system. */
public final class Folders {

  private Folders() {}

  /**
   * Deletes a folder with all that is in it, if it is there.
   *
   * @throws IOException if something in it cannot be deleted; what came before it is gone then
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }

  /**
   * The members of a folder, by name; none if there is no such folder.
   *
   * @throws IOException if it cannot be listed
   */
  public static List<Path> members(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /** Makes what was created or renamed in a folder durable. */
  public static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder as a file; there the rename is already journalled.
      return;
    }
  }
}
