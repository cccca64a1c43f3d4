package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * The folder of one model while it is filled. A file has its own name only once it is complete and
 * checked; what is on its way is in a folder inside, beside a note of which content it belongs to.
 *
 * @param path the model's folder
 */
record DownloadFolder(Path path) {

  private static final String WORKING_FOLDER = ".download";

  /** What is done with the folder. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Makes the folder, if it is not there, and works on it while nobody else does. */
  void whileLocked(Runnable onWait, Work work) throws IOException {
    Files.createDirectories(working());
    FolderLock lock = FolderLock.acquire(working().resolve("lock"), onWait);
    try {
      work.run();
    } finally {
      lock.close();
    }
  }

  /** The complete file. */
  Path target(String name) {
    return path.resolve(name);
  }

  /** What there is of the file. */
  Path part(String name) {
    return working().resolve(name + ".part");
  }

  /**
   * Keeps what is here of a file if it is of the content {@code etag}, and drops it if it is of
   * another one: a branch may have moved since a download was broken off.
   */
  void claim(String name, String etag) throws IOException {
    Path note = working().resolve(name + ".etag");
    if (!etag.isEmpty() && Files.exists(note) && Files.readString(note).equals(etag)) {
      return;
    }
    Files.deleteIfExists(target(name));
    Files.deleteIfExists(part(name));
    AtomicFile.write(
        note, channel -> channel.write(ByteBuffer.wrap(etag.getBytes(StandardCharsets.UTF_8))));
  }

  private Path working() {
    return path.resolve(WORKING_FOLDER);
  }
}
