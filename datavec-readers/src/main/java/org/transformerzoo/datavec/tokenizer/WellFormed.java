package org.transformerzoo.datavec.tokenizer;

/** Text that can cross into native code, where half of a surrogate pair cannot. */
final class WellFormed {

  private static final int REPLACEMENT = 0xFFFD;

  private WellFormed() {}

  /** The text with halves of surrogate pairs replaced by the replacement character. */
  static String text(String text) {
    if (text.codePoints().noneMatch(WellFormed::isHalf)) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints().map(c -> isHalf(c) ? REPLACEMENT : c).forEach(repaired::appendCodePoint);
    return repaired.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
