package org.transformerzoo.datavec.pretraining;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;

/**
 * The special tokens that a tokenizer puts around a text, which go around each sequence.
 *
 * @param idsBefore token ids before the text, such as [CLS]
 * @param idsBehind token ids behind it, such as [SEP]; the first of them also separates documents
 * @param typesBefore segments of the tokens before it
 * @param typesBehind segments of the tokens behind it
 * @param specialIds ids that are never text, wherever they stand
 */
record SequenceFrame(
    int[] idsBefore,
    int[] idsBehind,
    int[] typesBefore,
    int[] typesBehind,
    Set<Integer> specialIds) {

  private static final String ANY_WORD = "a";

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
    int[] types = encoding.tokenTypeIds();
    return new SequenceFrame(
        Arrays.copyOfRange(ids, 0, start),
        Arrays.copyOfRange(ids, end, ids.length),
        Arrays.copyOfRange(types, 0, start),
        Arrays.copyOfRange(types, end, types.length),
        Set.copyOf(specialIds));
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
