package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * A word and its place.
 *
 * @param start the place of its first character, counted in {@code char}s from 0
 * @param end the place behind its last one
 */
record TextWord(String word, int start, int end) {

  /**
   * The words of a text: they end at white space, and punctuation before and behind a word is a
   * word of its own, character by character, as in the corpora that taggers learn from. Inside of a
   * word punctuation belongs to it (3.5, Rome-based).
   */
  static List<TextWord> in(String text) {
    List<TextWord> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSpace(text.charAt(i))) {
        addChunk(text, start, i, words);
        start = i + 1;
      }
    }
    return words;
  }

  /** Words that are split already, with their places in the text that has spaces between them. */
  static List<TextWord> of(List<String> split) {
    List<TextWord> words = new ArrayList<>();
    int start = 0;
    for (String word : split) {
      words.add(new TextWord(word, start, start + word.length()));
      start += word.length() + 1;
    }
    return words;
  }

  private static void addChunk(String text, int start, int end, List<TextWord> words) {
    int first = start;
    while (first < end && isPunctuation(text.codePointAt(first))) {
      first += Character.charCount(text.codePointAt(first));
    }
    int last = end;
    while (last > first && isPunctuation(text.codePointBefore(last))) {
      last -= Character.charCount(text.codePointBefore(last));
    }
    addEach(text, start, first, words);
    if (first < last) {
      words.add(new TextWord(text.substring(first, last), first, last));
    }
    addEach(text, last, end, words);
  }

  private static void addEach(String text, int start, int end, List<TextWord> words) {
    for (int i = start; i < end; i += Character.charCount(text.codePointAt(i))) {
      int next = i + Character.charCount(text.codePointAt(i));
      words.add(new TextWord(text.substring(i, next), i, next));
    }
  }

  private static boolean isSpace(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static boolean isPunctuation(int character) {
    return switch (Character.getType(character)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
