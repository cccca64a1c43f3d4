package org.transformerzoo.datavec.tokenizer;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts the words of a text after BERT's normalisation and splitting. */
final class WordCounts implements AutoCloseable {

  /** WordPiece makes an unknown token of a longer word, so there is nothing to learn from it. */
  private static final int LONGEST_WORD = WordPieceDefinition.LONGEST_WORD;

  private static final int MOST_CHUNKS = 500_000;
  private static final int MOST_WORDS = 1_000_000;

  private final BertWords splitter;
  private final Map<String, Long> chunks = new HashMap<>();
  private final TreeMap<String, Long> words = new TreeMap<>();
  private final TreeSet<Integer> characters = new TreeSet<>();
  private long rare = 1;

  WordCounts(boolean lowerCase) {
    splitter = new BertWords(lowerCase);
  }

  /** Counts the words of a text. */
  void add(String text) {
    // Most chunks between spaces recur: each is split in earnest only once.
    int from = 0;
    while (from < text.length()) {
      int space = text.indexOf(' ', from);
      int to = space < 0 ? text.length() : space;
      if (to > from) {
        chunks.merge(text.substring(from, to), 1L, Long::sum);
      }
      from = to + 1;
    }
    if (chunks.size() >= MOST_CHUNKS) {
      finish();
    }
  }

  /** Settles what was added so far. */
  void finish() {
    chunks.forEach(this::countWords);
    chunks.clear();
    while (words.size() > MOST_WORDS) {
      // A text without end has words without end; those that are left out have no say in merges.
      long limit = rare++;
      words.values().removeIf(count -> count <= limit);
    }
  }

  private void countWords(String chunk, long count) {
    for (String word : splitter.words(chunk)) {
      word.codePoints().forEach(characters::add);
      if (word.codePointCount(0, word.length()) <= LONGEST_WORD) {
        words.merge(word, count, Long::sum);
      }
    }
  }

  /** The words and how often each was seen, in the order of their text. */
  Map<String, Long> words() {
    return words;
  }

  /** All code points seen, those of rare and of overlong words included. */
  SortedSet<Integer> characters() {
    return characters;
  }

  @Override
  public void close() {
    splitter.close();
  }
}
