package org.transformerzoo.zoo.generation;

/** Turns scores into log probabilities. */
final class LogSoftmax {

  private LogSoftmax() {}

  /** Replaces {@code scores} by their logarithmic softmax. */
  static void apply(float[] scores) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp((double) score - largest);
    }
    double logarithm = largest + Math.log(sum);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (scores[i] - logarithm);
    }
  }
}
