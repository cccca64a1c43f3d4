package org.transformerzoo.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.checkpoint.Manifest.ArrayEntry;
import org.transformerzoo.zoo.model.Folders;

/**
 * The checkpoints of a run, each a folder {@code step-N}. A checkpoint is written under another
 * name, forced to the disk and then renamed; older ones are renamed away before they are deleted.
 * So a folder of that name is whole at every moment, whatever happens to the process.
 */
public final class CheckpointFolder {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INCOMPLETE = ".incomplete";
  private static final String NAME = "step-%09d";
  private static final String NAME_PATTERN = "step-\\d{9,}";

  private final Path folder;

  /** The checkpoints in {@code folder}, which is made when it is needed. */
  public CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Saves a checkpoint and deletes older ones.
   *
   * @param step optimizer steps taken
   * @param fingerprint the settings that a run which goes on from here must share
   * @param position the numbers of the state
   * @param arrays float32, by names that are fit for files
   * @throws UncheckedIOException if it cannot be written, with one sentence; older checkpoints are
   *     then as they were, and nothing unfinished is left behind
   */
  public void save(
      long step, Map<String, String> fingerprint, JsonNode position, Map<String, INDArray> arrays) {
    Path target = folder.resolve(NAME.formatted(step));
    Path incomplete = folder.resolve(target.getFileName() + INCOMPLETE);
    try {
      Files.createDirectories(folder);
      cleanUp();
      try {
        write(incomplete, fingerprint, position, arrays);
        setAside(target);
        Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Folders.delete(incomplete);
      }
      Folders.force(folder);
      deleteAllBut(target);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The checkpoint %s could not be written: %s; %s"
              .formatted(target, e.getMessage(), whatIsLeft()),
          e);
    }
  }

  private static void write(
      Path target, Map<String, String> fingerprint, JsonNode position, Map<String, INDArray> arrays)
      throws IOException {
    Files.createDirectory(target);
    Map<String, ArrayEntry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
      Path file = target.resolve(Manifest.fileOf(array.getKey()));
      entries.put(array.getKey(), ArrayFile.write(file, array.getValue()));
    }
    Manifest manifest = new Manifest(Manifest.FORMAT, fingerprint, position, entries);
    try (FileChannel channel =
        FileChannel.open(
            target.resolve(Manifest.NAME),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest);
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(json);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Folders.force(target);
  }

  /** Renaming does not replace a folder that has members. */
  private static void setAside(Path checkpoint) throws IOException {
    if (Files.exists(checkpoint)) {
      discard(checkpoint);
    }
  }

  /** Renames before deleting, so that half a checkpoint never has a checkpoint's name. */
  private static void discard(Path checkpoint) throws IOException {
    Path dying = checkpoint.resolveSibling(checkpoint.getFileName() + ".old" + INCOMPLETE);
    Files.move(checkpoint, dying, StandardCopyOption.ATOMIC_MOVE);
    Folders.delete(dying);
  }

  private void deleteAllBut(Path kept) throws IOException {
    for (Path checkpoint : checkpoints()) {
      if (!checkpoint.equals(kept)) {
        discard(checkpoint);
      }
    }
  }

  private List<Path> checkpoints() throws IOException {
    return Folders.members(folder).stream()
        .filter(path -> path.getFileName().toString().matches(NAME_PATTERN))
        .toList();
  }

  private void cleanUp() throws IOException {
    for (Path member : Folders.members(folder)) {
      if (member.getFileName().toString().endsWith(INCOMPLETE)) {
        Folders.delete(member);
      }
    }
  }

  private String whatIsLeft() {
    List<Path> left = newestFirst();
    return left.isEmpty() ? "there is no earlier one" : "the earlier " + left.get(0) + " is intact";
  }

  /**
   * The checkpoints that are there, the latest first.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public List<Path> newestFirst() {
    try {
      List<Path> newestFirst = new ArrayList<>(checkpoints());
      Collections.reverse(newestFirst);
      return newestFirst;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a checkpoint.
   *
   * @throws DamagedCheckpointException if its manifest is missing or broken
   */
  public SavedCheckpoint open(Path checkpoint) {
    return SavedCheckpoint.open(checkpoint);
  }
}
