package org.transformerzoo.zoo.weights.safetensors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damage done to bytes by chance, reproducible by the generator's seed. */
final class Mutations {

  private static final Pattern TOKEN = Pattern.compile("-?[0-9]+|\"[^\"]*\"|[\\[\\]{},:]");

  private static final List<String> REPLACEMENTS =
      List.of(
          "0",
          "1",
          "-1",
          "3",
          "24",
          "40",
          "41",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "-9223372036854775808",
          "18446744073709551616",
          "1e308",
          "0.5",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"F64\"",
          "\"U8\"",
          "\"F8\"",
          "\"a\"",
          "\"..\"",
          "\"/x\"",
          "\"dtype\"",
          "[[[[",
          "{\"a\":",
          ",",
          "]",
          "}",
          "");

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** A damaged copy of {@code bytes}. */
  byte[] apply(byte[] bytes) {
    byte[] result = bytes.clone();
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps && result.length > 0; i++) {
      result = step(result);
    }
    return result;
  }

  private byte[] step(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(7)) {
      case 0 -> set(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
      case 1 -> set(bytes, at, random.nextInt(256));
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, 0, random.nextInt(64)));
      case 4 -> splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), new byte[0]);
      case 5 -> set(bytes, random.nextInt(Math.min(8, bytes.length)), random.nextInt(256));
      default -> replaceToken(bytes);
    };
  }

  private static byte[] set(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private byte[] replaceToken(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
    if (tokens.isEmpty()) {
      return bytes;
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    String replacement = REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size()));
    return splice(
        bytes, token.start(), token.end(), replacement.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] splice(byte[] bytes, int begin, int end, byte[] replacement) {
    byte[] result = Arrays.copyOf(bytes, begin + replacement.length + bytes.length - end);
    System.arraycopy(replacement, 0, result, begin, replacement.length);
    System.arraycopy(bytes, end, result, begin + replacement.length, bytes.length - end);
    return result;
  }
}
