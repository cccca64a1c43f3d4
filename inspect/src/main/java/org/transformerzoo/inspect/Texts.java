package org.transformerzoo.inspect;

import org.transformerzoo.datavec.tokenizer.TextPair;

/**
 * What a model is asked about.
 *
 * @param text the first text
 * @param pair the second text, or null
 */
record Texts(String text, String pair) {

  /**
   * As models take them.
   *
   * @throws IllegalArgumentException if the first text is missing
   */
  TextPair asked() {
    if (text == null) {
      throw new IllegalArgumentException("There is no text, expected one to ask the model about");
    }
    return new TextPair(text, pair);
  }
}
