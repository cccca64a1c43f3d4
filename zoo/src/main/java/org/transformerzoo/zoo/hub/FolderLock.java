package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write a folder, which one thread of one process has at a time. It ends with the
 * process, whatever ends that.
 */
final class FolderLock implements AutoCloseable {

  private static final long MILLISECONDS_BETWEEN_TRIALS = 50;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the right.
   *
   * @param file what stands for the folder; it is made, and stays
   * @param onWait called once if another has the right
   */
  static FolderLock acquire(Path file, Runnable onWait) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        onWait.run();
        waitFor(file, channel);
      }
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The channel stays open meanwhile: on POSIX systems, closing any channel of a file ends the
   * locks that other threads of this process have on it.
   */
  private static void waitFor(Path file, FileChannel channel) throws IOException {
    try {
      do {
        Thread.sleep(MILLISECONDS_BETWEEN_TRIALS);
      } while (tryLock(channel) == null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("Waiting for another download to " + file + " was interrupted");
    }
  }

  /** Null if another process has the lock, or another thread of this one. */
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
