package org.transformerzoo.zoo.weights.tensorflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * A block of a sorted table: entries whose keys leave out what they share with the key before, then
 * the places where a key stands whole, which only a search needs.
 */
final class TableBlock {

  /** The type of compression and the checksum, after the entries. */
  static final int TRAILER = 1 + Integer.BYTES;

  private static final int LONGEST_KEY = 1 << 12;

  /** Three bytes in the file can stand for a key of any length, so they must not be too many. */
  private static final long MOST_KEY_BYTES = 32 << 20;

  /**
   * An entry.
   *
   * @param key its whole key, a character for each byte, which is ordered as the bytes are
   * @param value a view of its value
   */
  record Entry(String key, ByteBuffer value) {}

  private TableBlock() {}

  /**
   * Reads and checks a block.
   *
   * @param subject what messages call it
   * @param bytes the block with its trailer
   * @throws InvalidModelException if it is damaged or compressed
   */
  static List<Entry> read(String subject, ByteBuffer bytes) {
    ByteBuffer content = checked(subject, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    try {
      return entries(subject, withoutRestarts(subject, content));
    } catch (BufferUnderflowException e) {
      throw malformed(subject, e);
    }
  }

  private static ByteBuffer checked(String subject, ByteBuffer block) {
    int length = block.limit() - TRAILER;
    int expected = block.getInt(length + 1);
    int found = new MaskedChecksum().update(block.slice(0, length + 1)).value();
    if (found != expected) {
      throw new InvalidModelException(
          "%s has the checksum %08x, expected %08x: the file is damaged"
              .formatted(subject, found, expected));
    }
    if (block.get(length) != 0) {
      throw new InvalidModelException(
          "%s is compressed by method %d, expected none, as TensorFlow writes it"
              .formatted(subject, block.get(length)));
    }
    return block.slice(0, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer withoutRestarts(String subject, ByteBuffer content) {
    long end = content.limit() - (long) Integer.BYTES;
    long restarts = end < 0 ? 0 : Integer.toUnsignedLong(content.getInt((int) end));
    end -= restarts * Integer.BYTES;
    if (end < 0) {
      throw malformed(subject, null);
    }
    return content.slice(0, (int) end).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<Entry> entries(String subject, ByteBuffer bytes) {
    List<Entry> entries = new ArrayList<>();
    byte[] key = new byte[0];
    long keyBytes = 0;
    while (bytes.hasRemaining()) {
      long shared = Varint.read(bytes);
      long added = Varint.read(bytes);
      long length = Varint.read(bytes);
      // each is compared alone, so that no sum of them can overflow
      if (shared < 0 || shared > key.length || added < 0 || added > LONGEST_KEY - shared) {
        throw malformed(subject, null);
      }
      if (length < 0 || added > bytes.remaining() || length > bytes.remaining() - added) {
        throw malformed(subject, null);
      }
      keyBytes += shared + added;
      if (keyBytes > MOST_KEY_BYTES) {
        throw malformed(subject, null);
      }
      key = Arrays.copyOf(key, (int) (shared + added));
      bytes.get(key, (int) shared, (int) added);
      entries.add(
          new Entry(new String(key, ISO_8859_1), bytes.slice(bytes.position(), (int) length)));
      bytes.position(bytes.position() + (int) length);
    }
    return entries;
  }

  private static InvalidModelException malformed(String subject, Throwable cause) {
    return new InvalidModelException(subject + " is malformed: the file is damaged", cause);
  }
}
