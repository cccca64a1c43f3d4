package org.transformerzoo.zoo.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of which a test chooses every byte. */
public final class TestBytes {

  private TestBytes() {}

  /** Writes {@code bytes} to a new file at {@code path}. */
  public static Path write(Path path, byte[] bytes) {
    try {
      Files.deleteIfExists(path); // some file systems flush a file that is cut and written anew
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All bytes of a file. */
  public static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
