package org.transformerzoo.training.evaluation;

/** Division where nothing divided by nothing is nothing. */
final class Fractions {

  private Fractions() {}

  static double of(double numerator, double denominator) {
    return denominator == 0 ? 0 : numerator / denominator;
  }

  static double of(long numerator, long denominator) {
    return of((double) numerator, (double) denominator);
  }
}
