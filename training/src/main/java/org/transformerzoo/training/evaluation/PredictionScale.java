package org.transformerzoo.training.evaluation;

/** What predictions are. */
enum PredictionScale {
  /** What our graphs put out. */
  LOGITS(0),
  /** What DL4J's output layers put out, after their activation. */
  PROBABILITIES(0.5);

  private final double even;

  PredictionScale(double even) {
    this.even = even;
  }

  /** The prediction that stands for one half. */
  double even() {
    return even;
  }
}
