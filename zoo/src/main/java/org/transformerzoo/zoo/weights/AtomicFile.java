package org.transformerzoo.zoo.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file as a whole or not at all: first under another name beside it, then to the disk,
 * then by renaming. Whoever looks at the file sees the old content or the new one.
 */
public final class AtomicFile {

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything to {@code channel}, which is at the start of an empty file.
     *
     * @throws IOException if it cannot; the file does not appear then
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code content} to {@code file} and replaces what was there.
   *
   * @throws UncheckedIOException if that fails, with one sentence that names the file and the
   *     reason; the old file is then as it was, and nothing else is left behind
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try {
        writeAndForce(temporary, content);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      forceFolder(target.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("%s could not be written: %s".formatted(file, reason(e)), e);
    }
  }

  /**
   * Writes {@code text} to {@code file} in UTF-8 and replaces what was there.
   *
   * @throws UncheckedIOException as {@link #write(Path, Content)}
   */
  public static void write(Path file, String text) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /**
   * Gives a complete file its final name, replacing what had it: for content that takes so long to
   * write that what is there must outlive a failure.
   *
   * @param complete the content, on the same file system; it is on the disk before it is renamed
   * @throws UncheckedIOException if that fails, with one sentence that names the file and the
   *     reason; both files are then as they were
   */
  public static void publish(Path complete, Path file) {
    Path target = file.toAbsolutePath();
    try {
      try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(target.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("%s could not be written: %s".formatted(file, reason(e)), e);
    }
  }

  private static void writeAndForce(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      channel.force(true);
    }
  }

  /** Makes the renaming itself durable, where the system lets a folder be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder as a file; there the rename is already journalled.
      return;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
