package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.transformerzoo.datavec.reader.TextFiles;

/** SHA-256 of files, to recognise them again. */
final class Digest {

  private static final int BUFFER = 1 << 20;

  private Digest() {}

  /** Of one file, or of all files of a folder with their names in it, in hexadecimal. */
  static String of(Path file) {
    if (!Files.isDirectory(file)) {
      return of(List.of(file));
    }
    List<Path> files = TextFiles.at(file).files();
    Stream<String> names = files.stream().map(member -> file.relativize(member).toString());
    return ofText(Stream.concat(names, Stream.of(of(files))).toArray(String[]::new));
  }

  /** Of words. */
  static String ofText(String... words) {
    byte[] bytes = String.join("\n", words).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** Of a model folder's configuration and weights together. */
  static String ofModel(Path folder) {
    return ofMembers(folder, ".*(config\\.json|\\.safetensors)");
  }

  /** Of the files by which a model folder's tokenizer is known. */
  static String ofTokenizer(Path folder) {
    return ofMembers(
        folder, ".*/(tokenizer\\.json|vocab\\.(txt|json)|merges\\.txt|spiece\\.model)");
  }

  private static String ofMembers(Path folder, String pattern) {
    try (Stream<Path> members = Files.list(folder)) {
      return of(
          members
              .filter(member -> member.toString().matches(pattern))
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
