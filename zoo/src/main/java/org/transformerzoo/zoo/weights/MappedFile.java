package org.transformerzoo.zoo.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * A file of any size, mapped into memory in windows when a part of it is first asked for.
 *
 * <p>The Java virtual machine unmaps a window when the garbage collector finds that nobody uses it.
 */
public final class MappedFile implements AutoCloseable {

  /**
   * The distance between the starts of two windows. Each reaches beyond the start of the next by
   * the largest region, so that every region lies in one of them.
   */
  private static final long STRIDE = 1L << 30;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final Map<Long, MappedByteBuffer> windows = new HashMap<>();

  private MappedFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidModelException if it is not there or cannot be read
   */
  public static MappedFile open(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InvalidModelException(path + " is not a regular file"); // opening a pipe blocks
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new MappedFile(path, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(path + " does not exist", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The number of bytes when it was opened. */
  public long size() {
    return size;
  }

  /**
   * A part of the file, little-endian.
   *
   * @param offset at least 0
   * @param length at most {@link TensorBytes#LARGEST_REGION}, and {@code offset + length} at most
   *     {@link #size()}
   */
  public ByteBuffer region(long offset, int length) {
    long index = offset / STRIDE;
    MappedByteBuffer window = windows.computeIfAbsent(index, this::map);
    int start = (int) (offset - index * STRIDE);
    return window.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * A copy of a part of the file.
   *
   * @param offset at least 0
   * @param length at most {@link #size()} less {@code offset}
   */
  public byte[] bytes(long offset, int length) {
    byte[] bytes = new byte[length];
    for (int start = 0; start < length; start += TensorBytes.LARGEST_REGION) {
      int count = Math.min(TensorBytes.LARGEST_REGION, length - start);
      region(offset + start, count).get(bytes, start, count);
    }
    return bytes;
  }

  /**
   * All of the file, little-endian.
   *
   * @throws IllegalStateException if it has more than {@link Integer#MAX_VALUE} bytes
   */
  public ByteBuffer whole() {
    if (size > Integer.MAX_VALUE) {
      throw new IllegalStateException(path + " has too many bytes for one buffer: " + size);
    }
    return map(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private MappedByteBuffer map(long index) {
    long start = index * STRIDE;
    return map(start, Math.min(STRIDE + TensorBytes.LARGEST_REGION, size - start));
  }

  private MappedByteBuffer map(long start, long length) {
    try {
      return channel.map(FileChannel.MapMode.READ_ONLY, start, length);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static InvalidModelException unreadable(Path path, IOException e) {
    String reason = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    return new InvalidModelException("%s cannot be read: %s".formatted(path, reason), e);
  }

  /** The file's path. */
  @Override
  public String toString() {
    return path.toString();
  }

  @Override
  public void close() {
    windows.clear();
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
