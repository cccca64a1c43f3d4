package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.loop.MetricsLog;
import org.transformerzoo.zoo.model.FolderHold;
import org.transformerzoo.zoo.model.Folders;

/**
 * What an unfinished run keeps beside its output, in the folder {@code OUTPUT.training}: its
 * metrics and checkpoints. One process at a time can hold it.
 */
final class RunFolder implements AutoCloseable {

  private static final String SUFFIX = ".training";

  private final Path folder;
  private final FolderHold hold;

  private RunFolder(Path folder, FolderHold hold) {
    this.folder = folder;
    this.hold = hold;
  }

  /**
   * Makes or takes over the folder of the run whose output is {@code output}.
   *
   * @throws InvalidSettingException if another process holds it
   */
  static RunFolder open(Path output) {
    Path folder = of(output);
    try {
      Files.createDirectories(folder);
      return new RunFolder(folder, hold(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder %s of the run cannot be made: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Where the folder of the run is whose output is {@code output}. */
  static Path of(Path output) {
    Path whole = output.toAbsolutePath().normalize();
    return whole.resolveSibling(whole.getFileName() + SUFFIX);
  }

  private static FolderHold hold(Path folder) throws IOException {
    return FolderHold.take(folder)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "Another run is writing to "
                        + folder
                        + ", expected an output of its own for each run"));
  }

  /** A file or folder in it. */
  Path part(String name) {
    return folder.resolve(name);
  }

  Path metrics() {
    return folder.resolve(MetricsLog.NAME);
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** Deletes what an earlier run left. */
  void clear() {
    try {
      Folders.delete(checkpoints());
      Files.deleteIfExists(metrics());
    } catch (IOException e) {
      throw cannotDelete(e);
    }
  }

  /** Lets the folder go and deletes it, once its output is safe. */
  void finish() {
    close();
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw cannotDelete(e);
    }
  }

  /** Lets the folder go and keeps it. */
  @Override
  public void close() {
    try {
      hold.close();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be closed: " + e.getMessage(), e);
    }
  }

  private UncheckedIOException cannotDelete(IOException e) {
    return new UncheckedIOException(folder + " cannot be deleted: " + e.getMessage(), e);
  }
}
