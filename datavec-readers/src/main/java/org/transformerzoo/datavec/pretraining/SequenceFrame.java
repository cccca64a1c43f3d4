package org.transformerzoo.datavec.pretraining;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;

/** The special tokens that a tokenizer puts around a text, which go around each sequence. */
final class SequenceFrame {

  private static final String ANY_WORD = "a";

  private final int[] idsBefore;
  private final int[] idsBehind;
  private final int[] typesBefore;
  private final int[] typesBehind;
  private final Set<Integer> specialIds;

  private SequenceFrame(Encoding encoding, int start, int end, Set<Integer> specialIds) {
    int[] ids = encoding.inputIds();
    int[] types = encoding.tokenTypeIds();
    this.idsBefore = Arrays.copyOfRange(ids, 0, start);
    this.idsBehind = Arrays.copyOfRange(ids, end, ids.length);
    this.typesBefore = Arrays.copyOfRange(types, 0, start);
    this.typesBehind = Arrays.copyOfRange(types, end, types.length);
    this.specialIds = Set.copyOf(specialIds);
  }

  /** The frame of a tokenizer. */
  static SequenceFrame of(Tokenizer tokenizer) {
    Encoding encoding = tokenizer.encode(ANY_WORD, Truncation.DO_NOT_TRUNCATE, 0);
    int[] special = encoding.specialTokensMask();
    int start = 0;
    while (start < special.length && special[start] == 1) {
      start++;
    }
    int end = special.length;
    while (end > start && special[end - 1] == 1) {
      end--;
    }
    int[] ids = encoding.inputIds();
    Set<Integer> specialIds = new HashSet<>();
    for (int i = 0; i < ids.length; i++) {
      if (special[i] == 1) {
        specialIds.add(ids[i]);
      }
    }
    specialIds.add(tokenizer.padTokenId());
    tokenizer.maskTokenId().ifPresent(specialIds::add);
    return new SequenceFrame(encoding, start, end, specialIds);
  }

  /** Whether a token is never text, wherever it stands. */
  boolean isSpecial(int id) {
    return specialIds.contains(id);
  }

  /** How many special tokens it has. */
  int length() {
    return idsBefore.length + idsBehind.length;
  }

  /** What stands between two documents in one sequence, if there is such a token. */
  int[] separator() {
    return Arrays.copyOf(idsBehind, Math.min(1, idsBehind.length));
  }

  /**
   * Puts the frame around tokens.
   *
   * @param ids of the text, [length]
   * @param kinds of the text, [length]
   */
  TextSequence around(int[] ids, TokenKind[] kinds, ExampleLocation location) {
    int start = idsBefore.length;
    int end = start + ids.length;
    int[] allIds = Arrays.copyOf(idsBefore, ids.length + length());
    int[] allTypes = Arrays.copyOf(typesBefore, allIds.length);
    TokenKind[] allKinds = new TokenKind[allIds.length];
    Arrays.fill(allKinds, TokenKind.SPECIAL);
    System.arraycopy(ids, 0, allIds, start, ids.length);
    System.arraycopy(idsBehind, 0, allIds, end, idsBehind.length);
    System.arraycopy(typesBehind, 0, allTypes, end, typesBehind.length);
    System.arraycopy(kinds, 0, allKinds, start, ids.length);
    return new TextSequence(allIds, allTypes, allKinds, location);
  }
}
