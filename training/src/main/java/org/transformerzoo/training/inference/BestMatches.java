package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.transformerzoo.training.inference.SimilaritySearch.Match;

/** The best of the matches of one query that were offered so far. */
final class BestMatches {

  /** The worst first: the least similar, and of equal ones the one with the largest index. */
  private static final Comparator<Match> WORST_FIRST =
      Comparator.comparingDouble(Match::similarity)
          .thenComparing(Comparator.comparingInt(Match::index).reversed());

  private final int count;
  private final PriorityQueue<Match> kept = new PriorityQueue<>(WORST_FIRST);

  BestMatches(int count) {
    this.count = count;
  }

  /**
   * Offers the vectors from {@code first} on, which come after all that were offered before.
   *
   * @param cosines holds theirs from {@code offset} on
   */
  void offer(float[] cosines, int offset, int size, int first) {
    for (int i = 0; i < size; i++) {
      // Rounding may lead beyond the range of a cosine.
      float cosine = Math.max(-1, Math.min(1, cosines[offset + i]));
      if (kept.size() < count) {
        kept.add(new Match(first + i, cosine));
      } else if (cosine > kept.element().similarity()) {
        kept.remove();
        kept.add(new Match(first + i, cosine));
      }
    }
  }

  /** The best first. */
  List<Match> descending() {
    List<Match> matches = new ArrayList<>(kept);
    matches.sort(WORST_FIRST.reversed());
    return matches;
  }
}
