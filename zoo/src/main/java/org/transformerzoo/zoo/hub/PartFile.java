package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows at its end. Its failures are not {@link IOException}s: a full disk is no reason
 * to ask a server again.
 */
final class PartFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private long size;

  /** Opens {@code path} and drops what it has after its first {@code start} bytes. */
  PartFile(Path path, long start) {
    this.path = path;
    this.size = start;
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(start);
      channel.position(start);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** The length of {@code path}, 0 if there is no such file. */
  static long size(Path path) {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Removes {@code path}, if it is there. */
  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  long size() {
    return size;
  }

  void append(byte[] bytes, int count) {
    try {
      for (ByteBuffer rest = ByteBuffer.wrap(bytes, 0, count); rest.hasRemaining(); ) {
        size += channel.write(rest);
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static HubException unwritable(Path path, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new HubException("%s could not be written: %s".formatted(path, reason), e);
  }
}
