package org.transformerzoo.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.checkpoint.Manifest.ArrayEntry;

/** A checkpoint on disk, to be read. */
public final class SavedCheckpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST_MANIFEST = 1 << 24;

  private final Path folder;
  private final Manifest manifest;

  private SavedCheckpoint(Path folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a checkpoint.
   *
   * @throws DamagedCheckpointException if its manifest is missing or broken
   */
  static SavedCheckpoint open(Path folder) {
    Path file = folder.resolve(Manifest.NAME);
    try {
      if (Files.size(file) > LARGEST_MANIFEST) {
        throw new DamagedCheckpointException(
            "%s has %d bytes, expected at most %d"
                .formatted(file, Files.size(file), LARGEST_MANIFEST));
      }
      Manifest manifest = JSON.readValue(Files.readString(file), Manifest.class);
      requireComplete(file, manifest);
      return new SavedCheckpoint(folder, manifest);
    } catch (IOException e) {
      throw new DamagedCheckpointException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireComplete(Path file, Manifest manifest) {
    if (manifest.format() != Manifest.FORMAT) {
      throw new DamagedCheckpointException(
          "%s has format %d, expected %d".formatted(file, manifest.format(), Manifest.FORMAT));
    }
    if (manifest.fingerprint() == null
        || manifest.position() == null
        || manifest.arrays() == null) {
      throw new DamagedCheckpointException(
          file + " is incomplete, expected fingerprint, position and arrays");
    }
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** The settings that a run which goes on from here must share. */
  public Map<String, String> fingerprint() {
    return manifest.fingerprint();
  }

  /**
   * The numbers of the state.
   *
   * @throws DamagedCheckpointException if they cannot be read
   */
  public <T> T position(Class<T> type) {
    try {
      return JSON.treeToValue(manifest.position(), type);
    } catch (JsonProcessingException e) {
      throw new DamagedCheckpointException(
          folder + " has a broken position: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads the array called {@code name} into {@code array}, which has its length.
   *
   * @throws DamagedCheckpointException if its file is missing, cut off or altered
   */
  public void read(String name, INDArray array) {
    ArrayEntry entry = manifest.arrays().get(name);
    if (entry == null) {
      throw new DamagedCheckpointException(folder + " has no array \"" + name + "\"");
    }
    Path file = folder.resolve(Manifest.fileOf(name));
    try {
      ArrayFile.read(file, entry, array);
    } catch (IOException e) {
      throw new DamagedCheckpointException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
