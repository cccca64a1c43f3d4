package org.transformerzoo.datavec.tokenizer;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What to shorten when a sequence is longer than the maximum length; named as in transformers. */
public enum Truncation {
  /** Take tokens from the longer of the two texts until the sequence fits. */
  LONGEST_FIRST("longest_first"),
  /** Shorten the first text only; it is an error if that is not enough. */
  ONLY_FIRST("only_first"),
  /** Shorten the second text only; it is an error if that is not enough, or if there is none. */
  ONLY_SECOND("only_second"),
  /** Keep everything; the maximum length is ignored. */
  DO_NOT_TRUNCATE("do_not_truncate");

  private final String publicName;

  Truncation(String publicName) {
    this.publicName = publicName;
  }

  /** The name by which transformers and configuration files know this strategy. */
  public String publicName() {
    return publicName;
  }

  /**
   * The strategy of a {@link #publicName()}.
   *
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static Truncation named(String publicName) {
    for (Truncation truncation : values()) {
      if (truncation.publicName.equals(publicName)) {
        return truncation;
      }
    }
    String known =
        Arrays.stream(values()).map(Truncation::publicName).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "unknown truncation '" + publicName + "', expected one of: " + known);
  }
}
