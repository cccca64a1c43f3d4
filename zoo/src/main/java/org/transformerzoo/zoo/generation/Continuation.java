package org.transformerzoo.zoo.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * A way for a text to go on.
 *
 * @param row which text
 * @param token what follows
 * @param score log probability of all its tokens together
 */
record Continuation(int row, int token, float score) {

  /**
   * The best continuations of neighbouring texts, the best first; of equals the earlier first.
   *
   * @param next log probabilities of the next token, [rows][vocabulary]
   * @param scores of the texts so far
   * @param first the first text
   * @param end the one after the last
   * @param count how many to find
   */
  static List<Continuation> best(float[][] next, float[] scores, int first, int end, int count) {
    List<Continuation> best = new ArrayList<>();
    for (int row = first; row < end; row++) {
      for (int token = 0; token < next[row].length; token++) {
        float score = next[row][token] + scores[row];
        boolean full = best.size() == count;
        if (!full || score > best.get(count - 1).score()) {
          if (full) {
            best.remove(count - 1);
          }
          insert(best, new Continuation(row, token, score));
        }
      }
    }
    return best;
  }

  private static void insert(List<Continuation> sorted, Continuation continuation) {
    int place = sorted.size();
    while (place > 0 && sorted.get(place - 1).score() < continuation.score()) {
      place--;
    }
    sorted.add(place, continuation);
  }
}
