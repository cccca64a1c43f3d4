package org.transformerzoo.datavec.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * SentencePiece's compiled replacements of characters: the size of a trie in bytes, the trie as a
 * double array of 32-bit units, then the replacements, each ended by a zero byte. The native
 * library follows it without looking, and a step outside of it would end the process; so all that
 * can be reached is walked through here before.
 */
final class CharacterMap {

  /** Some fifty times the size of the maps of known models. */
  private static final int MOST_UNITS = 1 << 22;

  private static final int LAST_BYTE = 0xFF;

  private final Path source;
  private final int[] units;
  private final ByteBuffer replacements;
  private final BitSet seen = new BitSet();
  private final Deque<Integer> waiting = new ArrayDeque<>();

  private CharacterMap(byte[] map, Path source) {
    this.source = source;
    ByteBuffer buffer = ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN);
    long size = map.length < Integer.BYTES ? -1 : Integer.toUnsignedLong(buffer.getInt());
    if (size < Integer.BYTES || size > buffer.remaining() || size / Integer.BYTES > MOST_UNITS) {
      throw broken();
    }
    IntBuffer trie = buffer.asIntBuffer();
    units = new int[(int) (size / Integer.BYTES)];
    trie.get(units);
    buffer.position(buffer.position() + units.length * Integer.BYTES);
    replacements = buffer.slice();
  }

  /**
   * Checks a map.
   *
   * @param source the file that has it, for messages
   * @throws InvalidDataException if following it could lead out of it
   */
  static void check(byte[] map, Path source) {
    CharacterMap walk = new CharacterMap(map, source);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(walk.replacements.duplicate());
    } catch (CharacterCodingException e) {
      throw walk.broken();
    }
    walk.visit(offset(walk.units[0]));
    while (!walk.waiting.isEmpty()) {
      walk.follow(walk.waiting.pop());
    }
  }

  private void follow(int node) {
    for (int label = 1; label <= LAST_BYTE; label++) {
      int place = node ^ label;
      int unit = units[place];
      boolean isChild = (unit & (Integer.MIN_VALUE | LAST_BYTE)) == label;
      if (isChild) {
        int child = place ^ offset(unit);
        visit(child);
        boolean hasReplacement = (unit >>> 8 & 1) == 1;
        if (hasReplacement) {
          checkReplacement(units[child] & Integer.MAX_VALUE);
        }
      }
    }
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & 1 << 9) >>> 6);
  }

  private void visit(int node) {
    // From a node any byte of a text may be tried.
    boolean allInside = node >= 0 && (node | LAST_BYTE) < units.length;
    if (!allInside) {
      throw broken();
    }
    if (!seen.get(node)) {
      seen.set(node);
      waiting.push(node);
    }
  }

  private void checkReplacement(int start) {
    boolean inside = start <= replacements.limit();
    boolean insideOfCharacter =
        inside && start < replacements.limit() && (replacements.get(start) & 0xC0) == 0x80;
    if (!inside || insideOfCharacter) {
      throw broken();
    }
  }

  private InvalidDataException broken() {
    return new InvalidDataException(source + " has a broken map of characters");
  }
}
