package org.transformerzoo.scaleout.search;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a model in pieces, which are read when they are asked for: small ones, of which
 * Spark's serializer holds a hundred at a time.
 */
final class ModelPieces {

  private static final int LARGEST = 1 << 20;

  private record Part(Path file, long from, int length) {}

  private final String attempt;
  private final Path folder;
  private final List<Part> parts = new ArrayList<>();

  /** The files in {@code folder}, if there is one, and in the folders in it. */
  ModelPieces(String attempt, Path folder) throws IOException {
    this.attempt = attempt;
    this.folder = folder;
    if (Files.exists(folder)) {
      try (Stream<Path> members = Files.walk(folder)) {
        for (Path file : members.filter(Files::isRegularFile).sorted().toList()) {
          cut(file);
        }
      }
    }
  }

  /** An empty file has one part. */
  private void cut(Path file) throws IOException {
    long size = Files.size(file);
    long from = 0;
    do {
      parts.add(new Part(file, from, (int) Math.min(LARGEST, size - from)));
      from += LARGEST;
    } while (from < size);
  }

  int count() {
    return parts.size();
  }

  /** All of them, one file after the other. */
  Stream<RunPiece> read() {
    return parts.stream().map(this::read);
  }

  private RunPiece read(Part part) {
    try (RandomAccessFile in = new RandomAccessFile(part.file().toFile(), "r")) {
      byte[] bytes = new byte[part.length()];
      in.seek(part.from());
      in.readFully(bytes);
      return new RunPiece.Bytes(attempt, folder.relativize(part.file()).toString(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(part.file() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
