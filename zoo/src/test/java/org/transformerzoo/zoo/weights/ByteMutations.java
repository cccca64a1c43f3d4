package org.transformerzoo.zoo.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage done to binary files by chance, reproducible by the generator's seed. */
public final class ByteMutations {

  /** Lengths and numbers at the edges, as protobuf and the table format write them. */
  private static final List<byte[]> NUMBERS =
      List.of(
          bytes(0),
          bytes(1),
          bytes(0x7f),
          bytes(0x80, 0x01),
          bytes(0xff, 0xff, 0x03),
          bytes(0xff, 0xff, 0xff, 0xff, 0x07),
          bytes(0x80, 0x80, 0x80, 0x80, 0x08),
          bytes(0xff, 0xff, 0xff, 0xff, 0x0f),
          bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
          bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
          bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
          bytes(0xff, 0xff, 0xff, 0x7f),
          bytes(0xff, 0xff, 0xff, 0xff));

  private final Random random;

  /** Makes a source of damage. */
  public ByteMutations(Random random) {
    this.random = random;
  }

  /** A damaged copy of {@code bytes}. */
  public byte[] apply(byte[] bytes) {
    byte[] result = bytes.clone();
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps && result.length > 0; i++) {
      result = step(result);
    }
    return result;
  }

  private byte[] step(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
    byte[] number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return switch (random.nextInt(8)) {
      case 0 -> set(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
      case 1 -> set(bytes, at, random.nextInt(256));
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> splice(bytes, at, at, piece(bytes));
      case 4 -> splice(bytes, at, end, new byte[0]);
      case 5 -> splice(bytes, at, at + 1, number);
      case 6 -> splice(bytes, at, Math.min(bytes.length, at + number.length), number);
      default -> splice(bytes, at, end, piece(bytes));
    };
  }

  private byte[] piece(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(64)));
  }

  private static byte[] set(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int begin, int end, byte[] replacement) {
    byte[] result = Arrays.copyOf(bytes, begin + replacement.length + bytes.length - end);
    System.arraycopy(replacement, 0, result, begin, replacement.length);
    System.arraycopy(bytes, end, result, begin + replacement.length, bytes.length - end);
    return result;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
