package org.transformerzoo.datavec.pretraining;

/** Checks numbers that are probabilities or shares. */
final class Shares {

  private Shares() {}

  /** Refuses a number outside of [0, 1]. */
  static void require(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s is %s, expected a number in [0, 1]".formatted(what, value));
    }
  }
}
