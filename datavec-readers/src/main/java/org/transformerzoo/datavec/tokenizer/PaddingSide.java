package org.transformerzoo.datavec.tokenizer;

/** Where sequences are filled up. */
public enum PaddingSide {
  /** After the tokens. */
  RIGHT,
  /** Before the tokens, so that all sequences of a batch end together. */
  LEFT
}
