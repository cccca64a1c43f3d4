package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of files, to recognise them again. */
final class Digest {

  private static final int BUFFER = 1 << 20;

  private Digest() {}

  /** Of one file, in hexadecimal. */
  static String of(Path file) {
    return of(List.of(file));
  }

  /** Of a model folder's configuration and weights together. */
  static String ofModel(Path folder) {
    try (Stream<Path> members = Files.list(folder)) {
      return of(
          members
              .filter(member -> member.toString().matches(".*(config\\.json|\\.safetensors)"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String of(List<Path> files) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
