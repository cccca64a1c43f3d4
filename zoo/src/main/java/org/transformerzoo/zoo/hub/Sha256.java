package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SHA-256 checksum.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record Sha256(String hex) {

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER = 1 << 16;

  /** Takes upper case too. */
  public Sha256 {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "\"" + hex + "\" is no SHA-256 checksum, expected 64 hexadecimal digits");
    }
  }

  /** The checksum that {@code text} is, if it is one: an ETag may be anything. */
  static Optional<Sha256> recognise(String text) {
    return DIGITS.matcher(text).matches() ? Optional.of(new Sha256(text)) : Optional.empty();
  }

  /**
   * The checksum of a file's content.
   *
   * @throws IOException if it cannot be read
   */
  public static Sha256 of(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
