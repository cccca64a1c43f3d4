package org.transformerzoo.zoo.generation;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.transformerzoo.zoo.execution.RandomKey;

/** Draws a token by its probability among the likeliest. */
record TokenDraw(Sampling sampling) {

  /**
   * Draws.
   *
   * @param scores of all tokens
   * @param place of the token in the text
   * @param row which text; each place of each text has its own random number
   */
  int draw(float[] scores, int place, int row) {
    List<Integer> likeliestFirst =
        IntStream.range(0, scores.length)
            .filter(token -> scores[token] != Float.NEGATIVE_INFINITY)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer token) -> -scores[token]))
            .toList();
    int count = likeliestFirst.size();
    if (sampling.topK() > 0) {
      count = Math.min(count, sampling.topK());
    }
    double[] weights = new double[count];
    double best = scores[likeliestFirst.get(0)];
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp((scores[likeliestFirst.get(i)] - best) / sampling.temperature());
    }
    int candidates = nucleus(weights);
    SplittableRandom random = new RandomKey(sampling.seed(), "generation", place).stream(row);
    return likeliestFirst.get(pick(weights, candidates, random.nextDouble()));
  }

  /** How many of the likeliest tokens have the probability topP together, at least one. */
  private int nucleus(double[] weights) {
    double total = sum(weights, weights.length);
    double covered = 0;
    for (int i = 0; i < weights.length; i++) {
      covered += weights[i];
      if (covered >= sampling.topP() * total) {
        return i + 1;
      }
    }
    return weights.length;
  }

  private static int pick(double[] weights, int candidates, double fraction) {
    double left = fraction * sum(weights, candidates);
    for (int i = 0; i < candidates - 1; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return candidates - 1;
  }

  private static double sum(double[] weights, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[i];
    }
    return sum;
  }
}
