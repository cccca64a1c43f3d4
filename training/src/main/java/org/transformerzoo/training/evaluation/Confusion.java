package org.transformerzoo.training.evaluation;

import org.nd4j.evaluation.classification.Evaluation;

/**
 * What follows from how often which class was taken for which, beyond what ND4J's {@link
 * Evaluation} computes itself.
 */
final class Confusion {

  private final long[][] counts;
  private final long[] actual;
  private final long[] predicted;
  private long total;
  private long right;

  private Confusion(int classes) {
    counts = new long[classes][classes];
    actual = new long[classes];
    predicted = new long[classes];
  }

  /** Of {@code evaluation} over {@code classes} classes. */
  static Confusion of(Evaluation evaluation, int classes) {
    Confusion confusion = new Confusion(classes);
    for (int truth = 0; truth < classes; truth++) {
      for (int guess = 0; guess < classes; guess++) {
        confusion.add(truth, guess, evaluation.getConfusion().getCount(truth, guess));
      }
    }
    return confusion;
  }

  private void add(int truth, int guess, long count) {
    counts[truth][guess] += count;
    actual[truth] += count;
    predicted[guess] += count;
    total += count;
    right += truth == guess ? count : 0;
  }

  /** 2·tp / (2·tp + fp + fn) of one class; 0 if the class occurs nowhere. */
  double f1(int label) {
    return Fractions.of(2 * counts[label][label], actual[label] + predicted[label]);
  }

  /** The mean of {@link #f1(int)} over the classes that occur in truth or prediction. */
  double macroF1() {
    double sum = 0;
    int occurring = 0;
    for (int label = 0; label < actual.length; label++) {
      if (actual[label] + predicted[label] > 0) {
        sum += f1(label);
        occurring++;
      }
    }
    return Fractions.of(sum, occurring);
  }

  /**
   * The Matthews correlation; for more than two classes its generalisation R_K (Gorodkin, 2004). 0
   * if truth or prediction is a single class.
   */
  double matthews() {
    double covariance = (double) total * (double) right;
    double actualVariance = (double) total * (double) total;
    double predictedVariance = (double) total * (double) total;
    for (int label = 0; label < actual.length; label++) {
      covariance -= (double) actual[label] * (double) predicted[label];
      actualVariance -= (double) actual[label] * (double) actual[label];
      predictedVariance -= (double) predicted[label] * (double) predicted[label];
    }
    return Fractions.of(covariance, Math.sqrt(actualVariance) * Math.sqrt(predictedVariance));
  }
}
