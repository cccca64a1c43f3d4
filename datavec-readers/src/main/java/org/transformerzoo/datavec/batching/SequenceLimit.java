package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.Objects;
import org.transformerzoo.datavec.tokenizer.Truncation;

/**
 * How long a sequence may be, and what becomes of a longer one.
 *
 * @param maxLength the most tokens, special tokens included
 * @param truncation what to shorten; with {@link Truncation#DO_NOT_TRUNCATE} a longer sequence is
 *     refused
 */
public record SequenceLimit(int maxLength, Truncation truncation) implements Serializable {

  /** Checks the numbers. */
  public SequenceLimit {
    Objects.requireNonNull(truncation, "truncation");
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength is " + maxLength + ", expected at least 1");
    }
  }

  /** Shortens longer sequences, the longer text of a pair first. */
  public static SequenceLimit truncateTo(int maxLength) {
    return new SequenceLimit(maxLength, Truncation.LONGEST_FIRST);
  }

  /** Refuses longer sequences. */
  public static SequenceLimit refuseOver(int maxLength) {
    return new SequenceLimit(maxLength, Truncation.DO_NOT_TRUNCATE);
  }
}
