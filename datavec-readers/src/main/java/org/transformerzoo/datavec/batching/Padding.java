package org.transformerzoo.datavec.batching;

import java.io.Serializable;

/**
 * What fills sequences on the right up to the length of their batch, which is that of its longest
 * sequence.
 *
 * @param tokenId fills the token ids
 * @param tokenTypeId fills the segment ids
 * @param lengthMultiple the length is rounded up to a multiple of this
 * @param maxLength rounding does not go beyond this
 */
public record Padding(int tokenId, int tokenTypeId, int lengthMultiple, int maxLength)
    implements Serializable {

  /** Checks the numbers. */
  public Padding {
    if (lengthMultiple < 1 || maxLength < 1) {
      throw new IllegalArgumentException(
          "lengthMultiple is "
              + lengthMultiple
              + " and maxLength is "
              + maxLength
              + ", expected both to be at least 1");
    }
  }

  /** To the longest of the batch exactly, with a padding token. */
  public static Padding with(int tokenId) {
    return new Padding(tokenId, 0, 1, Integer.MAX_VALUE);
  }

  /** The same padding with lengths rounded up to a multiple, but not beyond a maximum. */
  public Padding roundedUp(int multiple, int maximum) {
    return new Padding(tokenId, tokenTypeId, multiple, maximum);
  }

  /** The padded length for a batch whose longest sequence is given. */
  int lengthFor(int longest) {
    long rounded = ((long) longest + lengthMultiple - 1) / lengthMultiple * lengthMultiple;
    return (int) Math.max(longest, Math.min(rounded, maxLength));
  }
}
