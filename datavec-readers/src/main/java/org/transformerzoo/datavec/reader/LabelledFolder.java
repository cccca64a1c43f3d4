package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * A folder with a folder for each label, in which each file is a text. Files beside the folders,
 * such as a description, and hidden ones, whose name begins with a dot, are passed over.
 *
 * @param files so that labels are spread evenly from the first to the last; within each label in
 *     the order of their names; at least one
 */
public record LabelledFolder(List<Path> files) {

  /** How many folders are between the whole and a text, the label's own included. */
  private static final int DEPTH = 2;

  private record Place(double share, Path file) {}

  /** Copies the list. */
  public LabelledFolder {
    files = List.copyOf(files);
  }

  /**
   * The texts of a folder.
   *
   * @throws InvalidDataException if there are none, or if a file is in a folder within the folder
   *     of a label
   */
  public static LabelledFolder at(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidDataException(
          folder + " does not exist or is no folder, expected a folder for each label in it");
    }
    Map<Path, List<Path>> byLabel = new TreeMap<>();
    for (Path file : texts(folder)) {
      byLabel.computeIfAbsent(file.getParent(), label -> new ArrayList<>()).add(file);
    }
    if (byLabel.isEmpty()) {
      throw new InvalidDataException(
          folder + " has no texts in folders, expected a folder for each label with files in it");
    }
    return new LabelledFolder(spread(byLabel.values()));
  }

  private static List<Path> texts(Path folder) {
    try (Stream<Path> members = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return members
          .filter(Files::isRegularFile)
          .filter(file -> folder.relativize(file).getNameCount() >= DEPTH)
          .filter(file -> isShown(folder.relativize(file)))
          .map(file -> requireDepth(folder, file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isShown(Path within) {
    for (Path part : within) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static Path requireDepth(Path folder, Path file) {
    if (folder.relativize(file).getNameCount() > DEPTH) {
      throw new InvalidDataException(
          "%s is too deep in %s, expected a folder for each label with nothing but files in it"
              .formatted(file, folder));
    }
    return file;
  }

  /** Whoever reads in this order, or shuffles no more than a part, meets all labels. */
  private static List<Path> spread(Iterable<List<Path>> labels) {
    List<Place> places = new ArrayList<>();
    for (List<Path> files : labels) {
      for (int i = 0; i < files.size(); i++) {
        places.add(new Place((i + 0.5) / files.size(), files.get(i)));
      }
    }
    return places.stream()
        .sorted(Comparator.comparingDouble(Place::share).thenComparing(Place::file))
        .map(Place::file)
        .toList();
  }
}
