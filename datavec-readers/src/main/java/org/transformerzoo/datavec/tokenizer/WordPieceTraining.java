package org.transformerzoo.datavec.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Learns the pieces of a WordPiece tokenizer from text, for a model that starts from nothing.
 *
 * <p>The text is normalised and split into words as {@link Tokenizer} does it later. The vocabulary
 * begins with the special tokens and every character seen, at the beginning of a word and inside of
 * one ({@code ##}). Then, as in byte pair encoding, the two neighbours that are most often seen
 * together become a new piece, again and again; of equally frequent ones the pair whose pieces came
 * first. Equal texts in the same order give equal vocabularies.
 *
 * @param size the most pieces, special tokens included
 * @param minimumFrequency two neighbours seen together less often than this are not joined
 * @param lowerCase whether text is lower-cased and stripped of its accents
 */
public record WordPieceTraining(int size, int minimumFrequency, boolean lowerCase) {

  private static final int USUAL_MINIMUM_FREQUENCY = 2;

  /** Checks the numbers. */
  public WordPieceTraining {
    if (size < 1 || minimumFrequency < 1) {
      throw new IllegalArgumentException(
          "size is "
              + size
              + " and minimumFrequency is "
              + minimumFrequency
              + ", expected both to be at least 1");
    }
  }

  /** Lower-casing, joining what is seen together at least twice. */
  public static WordPieceTraining ofSize(int size) {
    return new WordPieceTraining(size, USUAL_MINIMUM_FREQUENCY, true);
  }

  /** The same training with another minimum frequency. */
  public WordPieceTraining minimumFrequency(int frequency) {
    return new WordPieceTraining(size, frequency, lowerCase);
  }

  /** The same training with letters' case and accents kept. */
  public WordPieceTraining cased() {
    return new WordPieceTraining(size, minimumFrequency, false);
  }

  /**
   * Learns from texts, for example the lines of a file, which are read once and not kept.
   *
   * @throws IllegalArgumentException if the size has no room for all characters of the texts
   */
  public WordPieceVocabulary learn(Iterable<String> texts) {
    return learn(StreamSupport.stream(texts.spliterator(), false));
  }

  /**
   * Learns from texts, for example the lines of a file, which are read once and not kept.
   *
   * @throws IllegalArgumentException if the size has no room for all characters of the texts
   */
  public WordPieceVocabulary learn(Stream<String> texts) {
    try (WordCounts counts = new WordCounts(lowerCase)) {
      texts.sequential().forEach(counts::add);
      counts.finish();
      List<String> alphabet = alphabet(counts.characters());
      requireRoomFor(alphabet);
      PieceMerges merges = new PieceMerges(alphabet, counts.words());
      int room = size - WordPieceVocabulary.SPECIAL_TOKENS.size();
      return new WordPieceVocabulary(merges.grow(room, minimumFrequency), lowerCase);
    }
  }

  private static List<String> alphabet(SortedSet<Integer> characters) {
    List<String> alphabet = new ArrayList<>();
    characters.forEach(character -> alphabet.add(Character.toString(character)));
    characters.forEach(
        character -> alphabet.add(WordPieceVocabulary.INSIDE + Character.toString(character)));
    return alphabet;
  }

  private void requireRoomFor(List<String> alphabet) {
    int least = WordPieceVocabulary.SPECIAL_TOKENS.size() + alphabet.size();
    if (size < least) {
      throw new IllegalArgumentException(
          "a vocabulary of "
              + size
              + " pieces has no room for the "
              + alphabet.size() / 2
              + " characters of the text, expected a size of at least "
              + least);
    }
  }
}
