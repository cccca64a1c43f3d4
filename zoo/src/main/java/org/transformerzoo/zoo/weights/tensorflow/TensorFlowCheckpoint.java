package org.transformerzoo.zoo.weights.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.TensorSource;

/**
 * Finds the TensorFlow checkpoint of a folder: a tensor bundle before a frozen graph. Of several
 * bundles the one counts that TensorFlow's own file {@code checkpoint} names, of several graphs
 * {@value #FROZEN_GRAPH}.
 */
public final class TensorFlowCheckpoint {

  /** The usual name of a frozen graph. */
  public static final String FROZEN_GRAPH = "frozen_graph.pb";

  private static final String STATE = "checkpoint";
  private static final long LARGEST_STATE = 1 << 20;

  private static final Pattern LATEST =
      Pattern.compile("(?m)^model_checkpoint_path:\\s*\"(?:.*/)?([^/\"]+)\"");

  private TensorFlowCheckpoint() {}

  /**
   * Opens a checkpoint.
   *
   * @param fileOrFolder an index, a bundle's path without {@code .index}, a graph, or a folder
   * @throws InvalidModelException if there is none, or more than one to choose from, or if it is
   *     damaged
   */
  public static TensorSource open(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return openFile(fileOrFolder);
    }
    Path file =
        find(fileOrFolder)
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "%s has neither a file *%s nor a file *%s"
                            .formatted(
                                fileOrFolder,
                                TensorBundleSource.INDEX_SUFFIX,
                                FrozenGraphSource.SUFFIX)));
    return openFile(file);
  }

  private static TensorSource openFile(Path file) {
    return file.toString().endsWith(FrozenGraphSource.SUFFIX)
        ? FrozenGraphSource.open(file)
        : TensorBundleSource.open(file);
  }

  /**
   * The checkpoint of a folder, if it has one.
   *
   * @throws InvalidModelException if it has several and nothing tells which one is meant
   */
  public static Optional<Path> find(Path folder) {
    List<Path> indexes = filesOf(folder, TensorBundleSource.INDEX_SUFFIX);
    if (!indexes.isEmpty()) {
      String latest = indexes.size() == 1 ? "" : latest(folder) + TensorBundleSource.INDEX_SUFFIX;
      return Optional.of(choose(folder, indexes, latest));
    }
    List<Path> graphs = filesOf(folder, FrozenGraphSource.SUFFIX);
    return graphs.isEmpty() ? Optional.empty() : Optional.of(choose(folder, graphs, FROZEN_GRAPH));
  }

  private static Path choose(Path folder, List<Path> files, String preferred) {
    if (files.size() == 1) {
      return files.get(0);
    }
    return files.stream()
        .filter(file -> file.getFileName().toString().equals(preferred))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "%s has %d TensorFlow checkpoints, %s: give the path of one of them"
                        .formatted(
                            folder,
                            files.size(),
                            Excerpt.of(
                                files.stream()
                                    .map(file -> file.getFileName().toString())
                                    .collect(Collectors.joining(", "))))));
  }

  private static List<Path> filesOf(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** The name of the bundle that was written last, as TensorFlow notes it. */
  private static String latest(Path folder) {
    Path state = folder.resolve(STATE);
    try {
      if (!Files.isRegularFile(state) || Files.size(state) > LARGEST_STATE) {
        return "";
      }
      Matcher path = LATEST.matcher(Files.readString(state));
      return path.find() ? path.group(1) : "";
    } catch (IOException e) {
      throw unreadable(state, e);
    }
  }

  private static InvalidModelException unreadable(Path path, IOException e) {
    return new InvalidModelException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
  }
}
