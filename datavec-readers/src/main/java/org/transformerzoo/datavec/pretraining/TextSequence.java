package org.transformerzoo.datavec.pretraining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.reader.ExampleLocation;

/**
 * A tokenized piece of text as it is before anything is masked, permuted or otherwise changed. The
 * arrays are shared: read them only.
 */
public final class TextSequence {

  /** What a token is. */
  public enum TokenKind {
    /** Not text: it is never hidden, and no word reaches over it. */
    SPECIAL(0),
    /** The first piece of a word. */
    WORD_START(1),
    /** A further piece of the word that the token before it belongs to. */
    WORD_PART(2);

    private final int code;

    TokenKind(int code) {
      this.code = code;
    }

    /** A number for files. */
    int code() {
      return code;
    }

    /** The kind with a number. */
    static TokenKind of(int code) {
      return switch (code) {
        case 1 -> WORD_START;
        case 2 -> WORD_PART;
        default -> SPECIAL;
      };
    }
  }

  private final int[] inputIds;
  private final int[] tokenTypeIds;
  private final TokenKind[] kinds;
  private final ExampleLocation location;

  /**
   * Puts a sequence together.
   *
   * @param inputIds token ids, special tokens included, [length]
   * @param tokenTypeIds segment of each token, [length]
   * @param kinds what each token is, [length]
   * @param location where its first line was read
   * @throws IllegalArgumentException if the arrays are not equally long
   */
  public TextSequence(
      int[] inputIds, int[] tokenTypeIds, TokenKind[] kinds, ExampleLocation location) {
    if (inputIds.length != tokenTypeIds.length || inputIds.length != kinds.length) {
      throw new IllegalArgumentException(
          "%d token ids, %d token type ids and %d kinds, expected equally many"
              .formatted(inputIds.length, tokenTypeIds.length, kinds.length));
    }
    this.inputIds = inputIds;
    this.tokenTypeIds = tokenTypeIds;
    this.kinds = kinds;
    this.location = location;
  }

  /** Token ids, special tokens included, [length]. */
  public int[] inputIds() {
    return inputIds;
  }

  /** Segment of each token, [length]. */
  public int[] tokenTypeIds() {
    return tokenTypeIds;
  }

  /** What each token is, [length]. */
  public TokenKind[] kinds() {
    return kinds;
  }

  /** Where its first line was read. */
  public ExampleLocation location() {
    return location;
  }

  /** The number of tokens. */
  public int length() {
    return inputIds.length;
  }

  /** Whether the token at a position is text. */
  public boolean isText(int position) {
    return kinds[position] != TokenKind.SPECIAL;
  }

  /** The positions of text, ascending. */
  public int[] textPositions() {
    return IntStream.range(0, length()).filter(this::isText).toArray();
  }

  /** The positions of each word's tokens, in the order of the text, [words][tokens]. */
  public int[][] words() {
    List<int[]> words = new ArrayList<>();
    int position = 0;
    while (position < length()) {
      int end = position + 1;
      while (end < length() && kinds[end] == TokenKind.WORD_PART && isText(position)) {
        end++;
      }
      if (isText(position)) {
        words.add(IntStream.range(position, end).toArray());
      }
      position = end;
    }
    return words.toArray(int[][]::new);
  }
}
