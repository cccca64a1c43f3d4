package org.transformerzoo.datavec.tokenizer;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tokenized input, special tokens included. All arrays have the same length, one entry per token,
 * and are the caller's to keep: nothing else refers to them.
 */
public final class Encoding {

  /** The word id of a token that belongs to no word, such as a special token. */
  public static final int NO_WORD = -1;

  private final int[] inputIds;
  private final int[] tokenTypeIds;
  private final int[] specialTokensMask;
  private final int[] wordIds;
  private final boolean truncated;

  Encoding(
      int[] inputIds,
      int[] tokenTypeIds,
      int[] specialTokensMask,
      int[] wordIds,
      boolean truncated) {
    this.inputIds = inputIds;
    this.tokenTypeIds = tokenTypeIds;
    this.specialTokensMask = specialTokensMask;
    this.wordIds = wordIds;
    this.truncated = truncated;
  }

  /** Token ids, [length]. */
  public int[] inputIds() {
    return inputIds;
  }

  /** Segment of each token, [length]; for BERT 0 for the first text and 1 for the second. */
  public int[] tokenTypeIds() {
    return tokenTypeIds;
  }

  /** 1 for a token that the tokenizer added ([CLS], [SEP]) and 0 for text, [length]. */
  public int[] specialTokensMask() {
    return specialTokensMask;
  }

  /**
   * The word that each token is a piece of, [length]: counted from 0 within its text, or the index
   * in the list given to {@link Tokenizer#encodeWords}; {@link #NO_WORD} for special tokens.
   */
  public int[] wordIds() {
    return wordIds;
  }

  /** The places of the tokens that begin a word, in the order of the words. */
  public int[] firstPieces() {
    return IntStream.range(0, wordIds.length)
        .filter(place -> wordIds[place] != NO_WORD)
        .filter(place -> place == 0 || wordIds[place] != wordIds[place - 1])
        .toArray();
  }

  /** Whether tokens were left out to respect the maximum length. */
  public boolean truncated() {
    return truncated;
  }

  /** The number of tokens that the tokenizer added. */
  int specialTokens() {
    return Arrays.stream(specialTokensMask).sum();
  }

  /** The number of tokens, special tokens included. */
  public int length() {
    return inputIds.length;
  }
}
