package org.transformerzoo.training.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** How often which class was taken for which, and what follows from it. */
final class Confusion implements Serializable {

  private final long[][] counts; // [truth, guess]

  /** Nothing was counted yet. */
  Confusion(int classes) {
    this(new long[classes][classes]);
  }

  @JsonCreator
  private Confusion(@JsonProperty("counts") long[][] counts) {
    this.counts = counts;
  }

  void add(int truth, int guess) {
    counts[truth][guess]++;
  }

  void add(Confusion other) {
    for (int truth = 0; truth < counts.length; truth++) {
      for (int guess = 0; guess < counts.length; guess++) {
        counts[truth][guess] += other.counts[truth][guess];
      }
    }
  }

  void clear() {
    for (long[] row : counts) {
      Arrays.fill(row, 0);
    }
  }

  private long actual(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  private long predicted(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  private long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  private long right() {
    long right = 0;
    for (int label = 0; label < counts.length; label++) {
      right += counts[label][label];
    }
    return right;
  }

  /** The share that was right. */
  double accuracy() {
    return Fractions.of(right(), total());
  }

  /** 2·tp / (2·tp + fp + fn) of one class; 0 if the class occurs nowhere. */
  double f1(int label) {
    return Fractions.of(2 * counts[label][label], actual(label) + predicted(label));
  }

  /** The mean of {@link #f1(int)} over the classes that occur in truth or prediction. */
  double macroF1() {
    double sum = 0;
    int occurring = 0;
    for (int label = 0; label < counts.length; label++) {
      if (actual(label) + predicted(label) > 0) {
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
    double total = total();
    double covariance = total * right();
    double actualVariance = total * total;
    double predictedVariance = total * total;
    for (int label = 0; label < counts.length; label++) {
      double actual = actual(label);
      double predicted = predicted(label);
      covariance -= actual * predicted;
      actualVariance -= actual * actual;
      predictedVariance -= predicted * predicted;
    }
    return Fractions.of(covariance, Math.sqrt(actualVariance) * Math.sqrt(predictedVariance));
  }
}
