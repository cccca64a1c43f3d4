package org.transformerzoo.zoo.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to write a folder, which one owner in one process has at a time. It ends with the
 * process, whatever ends that.
 */
public final class FolderHold implements AutoCloseable {

  private final FileChannel channel;

  private FolderHold(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right if nobody has it; a file called {@code lock} stays in the folder.
   *
   * @throws IOException if the folder cannot be made or written
   */
  public static Optional<FolderHold> take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new FolderHold(channel));
      }
    } catch (OverlappingFileLockException e) {
      // This process has it, which is told like any other holder.
    }
    channel.close();
    return Optional.empty();
  }

  /** Gives the right back. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
