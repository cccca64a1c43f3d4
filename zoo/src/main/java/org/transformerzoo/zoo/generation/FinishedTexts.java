package org.transformerzoo.zoo.generation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The best finished texts for one source. */
final class FinishedTexts {

  /** A text without its end token, and its score. */
  record Finished(List<Integer> tokens, double score) {}

  private final GenerationSettings settings;
  private final PriorityQueue<Finished> worstFirst =
      new PriorityQueue<>(Comparator.comparingDouble(Finished::score));

  FinishedTexts(GenerationSettings settings) {
    this.settings = settings;
  }

  /**
   * Adds a text, if it is among the best.
   *
   * @param text whose first {@code length} entries count
   * @param logProbability of all its tokens together
   */
  void add(int[] text, int length, double logProbability) {
    double score = score(logProbability, length);
    if (worstFirst.size() < settings.beams()) {
      worstFirst.add(finished(text, length, score));
    } else if (score > worstFirst.element().score()) {
      worstFirst.remove();
      worstFirst.add(finished(text, length, score));
    }
  }

  /**
   * Whether open texts need not be followed any more.
   *
   * @param bestLogProbability of an open text
   * @param length that open texts have
   */
  boolean isDone(double bestLogProbability, int length) {
    if (worstFirst.size() < settings.beams()) {
      return false;
    }
    double attainable =
        switch (settings.earlyStopping()) {
          case AT_ONCE -> Double.NEGATIVE_INFINITY;
          case WHEN_UNLIKELY -> score(bestLogProbability, length);
          case WHEN_IMPOSSIBLE ->
              score(
                  bestLogProbability,
                  settings.lengthPenalty() > 0 ? settings.maximumNewTokens() + 1 : length);
        };
    return worstFirst.element().score() >= attainable;
  }

  /** The best text. */
  int[] best() {
    return worstFirst.stream()
        .max(Comparator.comparingDouble(Finished::score))
        .orElseThrow()
        .tokens()
        .stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Finished finished(int[] text, int length, double score) {
    return new Finished(Arrays.stream(text, 0, length).boxed().toList(), score);
  }

  private double score(double logProbability, int length) {
    return logProbability / Math.pow(length, settings.lengthPenalty());
  }
}
