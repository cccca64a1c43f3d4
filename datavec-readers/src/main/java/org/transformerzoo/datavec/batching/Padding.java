package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.Objects;
import org.transformerzoo.datavec.tokenizer.PaddingSide;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/**
 * What fills sequences up to the length of their batch, which is that of its longest sequence.
 *
 * @param tokenId fills the token ids
 * @param tokenTypeId fills the segment ids
 * @param side where it goes
 * @param rounding what the length is rounded up to
 * @param maxLength rounding does not go beyond this
 * @param maxTargetLength rounding the length of texts to write does not go beyond this
 */
public record Padding(
    int tokenId,
    int tokenTypeId,
    PaddingSide side,
    LengthRounding rounding,
    int maxLength,
    int maxTargetLength)
    implements Serializable {

  /** Checks the numbers. */
  public Padding {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(rounding, "rounding");
    if (maxLength < 1 || maxTargetLength < 1) {
      throw new IllegalArgumentException(
          "maxLength is %d and maxTargetLength %d, expected at least 1"
              .formatted(maxLength, maxTargetLength));
    }
  }

  /** Padding of texts that are read and written up to the same length. */
  public Padding(
      int tokenId, int tokenTypeId, PaddingSide side, LengthRounding rounding, int maxLength) {
    this(tokenId, tokenTypeId, side, rounding, maxLength, maxLength);
  }

  /** Padding to a multiple of {@code lengthMultiple}. */
  public Padding(
      int tokenId, int tokenTypeId, PaddingSide side, int lengthMultiple, int maxLength) {
    this(tokenId, tokenTypeId, side, new LengthRounding.ToMultiple(lengthMultiple), maxLength);
  }

  /** To the longest of the batch exactly, on the right with a padding token in segment 0. */
  public static Padding with(int tokenId) {
    return new Padding(tokenId, 0, PaddingSide.RIGHT, 1, Integer.MAX_VALUE);
  }

  /** To the longest of the batch exactly, as a tokenizer's model expects it. */
  public static Padding of(Tokenizer tokenizer) {
    return new Padding(
        tokenizer.padTokenId(),
        tokenizer.padTokenTypeId(),
        tokenizer.paddingSide(),
        1,
        Integer.MAX_VALUE);
  }

  /** The same padding with lengths rounded up to a multiple, but not beyond a maximum. */
  public Padding roundedUp(int multiple, int maximum) {
    return new Padding(tokenId, tokenTypeId, side, multiple, maximum);
  }

  /**
   * The same padding with lengths rounded up by at most an eighth, so that few different ones
   * occur, but not beyond a maximum. An executor compiles a plan for each length.
   */
  public Padding toFewLengths(int maximum) {
    return new Padding(tokenId, tokenTypeId, side, new LengthRounding.ToEighths(), maximum);
  }

  /** The same padding with all batches as long as the longest sequence may be. */
  public Padding toLength(int length) {
    return roundedUp(length, length);
  }

  /** The same padding with the lengths of texts to write rounded up to no more than a maximum. */
  public Padding targetsUpTo(int maximum) {
    return new Padding(tokenId, tokenTypeId, side, rounding, maxLength, maximum);
  }

  /** Where a sequence begins in its padded row. */
  int start(int sequenceLength, int paddedLength) {
    return side == PaddingSide.LEFT ? paddedLength - sequenceLength : 0;
  }

  /** The padded length for a batch whose longest sequence is given. */
  int lengthFor(int longest) {
    return Math.max(longest, Math.min(rounding.of(longest), maxLength));
  }

  /** The same for texts to write. */
  int targetLengthFor(int longest) {
    return Math.max(longest, Math.min(rounding.of(longest), maxTargetLength));
  }
}
