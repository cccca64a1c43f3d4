package org.transformerzoo.datavec.tokenizer;

/** What was found in a file, short enough for a message of one line. */
final class Excerpt {

  private static final int LONGEST = 120;

  private Excerpt() {}

  /** The beginning of a value's text, without line ends and control characters. */
  static String of(Object value) {
    String text = String.valueOf(value);
    String beginning = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return beginning.replaceAll("[\\p{Cntrl}\u2028\u2029]", "?");
  }
}
