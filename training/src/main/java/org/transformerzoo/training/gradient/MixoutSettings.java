package org.transformerzoo.training.gradient;

/**
 * What mixout does.
 *
 * @param probability of a weight to be replaced by its start, in [0, 1]
 * @param mask which weights are replaced together
 * @param gradient how the gradient goes back
 * @param projections whether projections that are no linear layers in the reference code, such as
 *     XLNet's q, k, v, o and r, are mixed too
 */
public record MixoutSettings(
    double probability, Mask mask, Gradient gradient, boolean projections) {

  /** Which weights are replaced together. */
  public enum Mask {
    /** All weights of an input feature, as in the authors' code. */
    SHARED_ROW,
    /** Each weight alone, as in the paper's formula. */
    ELEMENTWISE
  }

  /** How the gradient goes back through the mixture, whose derivative is mask/(1−probability). */
  public enum Gradient {
    /** By that derivative. */
    EXACT,
    /** By the mask alone, without 1/(1−probability), as in the authors' code. */
    REFERENCE
  }

  /** Checks the probability. */
  public MixoutSettings {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", expected a number in [0, 1]");
    }
  }
}
