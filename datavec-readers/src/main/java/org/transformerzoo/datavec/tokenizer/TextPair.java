package org.transformerzoo.datavec.tokenizer;

import java.util.Objects;

/**
 * One input of a tokenizer: a text, and perhaps a second one.
 *
 * @param text the first text
 * @param pair the second text, or null for a single text
 */
public record TextPair(String text, String pair) {

  /** Checks that there is a first text. */
  public TextPair {
    Objects.requireNonNull(text, "text");
  }

  /** A text without a second one. */
  public static TextPair single(String text) {
    return new TextPair(text, null);
  }

  /** Whether there is a second text. */
  public boolean hasPair() {
    return pair != null;
  }
}
