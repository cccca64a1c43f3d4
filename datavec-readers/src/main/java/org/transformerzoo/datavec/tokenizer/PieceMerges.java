package org.transformerzoo.datavec.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Joins pieces that are often neighbours. Counts of pairs are kept up to date by looking only at
 * the words that hold the pair which was joined.
 */
final class PieceMerges {

  private record Pair(int left, int right) {}

  /** A pair waiting to be joined, with its count when it was put there; the count may be old. */
  private record Candidate(Pair pair, long count) {}

  private static final Comparator<Candidate> MOST_FREQUENT_THEN_OLDEST =
      Comparator.comparingLong(Candidate::count)
          .reversed()
          .thenComparingInt(candidate -> candidate.pair().left())
          .thenComparingInt(candidate -> candidate.pair().right());

  private static final class Word {
    int[] pieces;
    final long count;

    Word(int[] pieces, long count) {
      this.pieces = pieces;
      this.count = count;
    }
  }

  private final List<String> pieces;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Pair, Long> counts = new HashMap<>();
  private final Map<Pair, List<Word>> holders = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_THEN_OLDEST);

  /**
   * Prepares.
   *
   * @param alphabet every character of the words, alone and as a continuation
   * @param words how often each word was seen
   */
  PieceMerges(List<String> alphabet, Map<String, Long> words) {
    pieces = new ArrayList<>(alphabet);
    for (String piece : alphabet) {
      ids.put(piece, ids.size());
    }
    Set<Pair> found = new LinkedHashSet<>();
    words.forEach(
        (text, count) -> {
          Word word = new Word(spell(text), count);
          countPairs(word, count);
          hold(word, pair -> true, found);
        });
    found.forEach(pair -> queue.add(new Candidate(pair, counts.get(pair))));
  }

  private int[] spell(String word) {
    int[] codePoints = word.codePoints().toArray();
    int[] spelled = new int[codePoints.length];
    for (int i = 0; i < spelled.length; i++) {
      String character = Character.toString(codePoints[i]);
      spelled[i] = ids.get(i == 0 ? character : WordPieceVocabulary.INSIDE + character);
    }
    return spelled;
  }

  /**
   * Joins pieces until there are so many, or no pair is frequent enough.
   *
   * @return all pieces in the order they were made, the alphabet first
   */
  List<String> grow(int size, int minimumFrequency) {
    while (pieces.size() < size && !queue.isEmpty()) {
      Candidate best = queue.poll();
      long count = counts.getOrDefault(best.pair(), 0L);
      if (count < minimumFrequency) {
        continue;
      }
      if (count < best.count()) {
        queue.add(new Candidate(best.pair(), count));
        continue;
      }
      join(best.pair());
    }
    return List.copyOf(pieces);
  }

  private void join(Pair pair) {
    int joined = idOfJoined(pair);
    Set<Pair> grown = new LinkedHashSet<>();
    for (Word word : holders.remove(pair)) {
      int[] shorter = joinIn(word.pieces, pair, joined);
      boolean listedTwiceOrGone = shorter.length == word.pieces.length;
      if (!listedTwiceOrGone) {
        countPairs(word, -word.count);
        word.pieces = shorter;
        countPairs(word, word.count);
        hold(
            word, neighbours -> neighbours.left() == joined || neighbours.right() == joined, grown);
      }
    }
    grown.forEach(neighbours -> queue.add(new Candidate(neighbours, counts.get(neighbours))));
  }

  private int idOfJoined(Pair pair) {
    String end = pieces.get(pair.right()).substring(WordPieceVocabulary.INSIDE.length());
    String text = pieces.get(pair.left()) + end;
    // The same piece may arise from two pairs: ab + c, a + bc.
    return ids.computeIfAbsent(
        text,
        piece -> {
          pieces.add(piece);
          return pieces.size() - 1;
        });
  }

  private static int[] joinIn(int[] word, Pair pair, int joined) {
    int[] shorter = new int[word.length];
    int length = 0;
    for (int i = 0; i < word.length; i++) {
      boolean here = i + 1 < word.length && word[i] == pair.left() && word[i + 1] == pair.right();
      shorter[length++] = here ? joined : word[i];
      i += here ? 1 : 0;
    }
    return Arrays.copyOf(shorter, length);
  }

  private void countPairs(Word word, long times) {
    for (int i = 1; i < word.pieces.length; i++) {
      Pair pair = new Pair(word.pieces[i - 1], word.pieces[i]);
      counts.merge(pair, times, PieceMerges::sumOrNothing);
    }
  }

  /** Null, which takes the entry out of the map, for a sum of zero. */
  private static Long sumOrNothing(long a, long b) {
    return a + b == 0 ? null : Long.valueOf(a + b);
  }

  /** Notes where pairs are found; {@code noted} takes them up. */
  private void hold(Word word, Predicate<Pair> which, Set<Pair> noted) {
    for (int i = 1; i < word.pieces.length; i++) {
      Pair pair = new Pair(word.pieces[i - 1], word.pieces[i]);
      if (which.test(pair)) {
        holders.computeIfAbsent(pair, key -> new ArrayList<>()).add(word);
        noted.add(pair);
      }
    }
  }
}
