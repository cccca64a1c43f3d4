package org.transformerzoo.training.optimizer;

/**
 * The constants of Adam.
 *
 * @param beta1 decay of the gradient's running mean, in [0, 1)
 * @param beta2 decay of the squared gradient's running mean, in [0, 1)
 * @param epsilon added to the denominator, above 0
 */
public record AdamSettings(double beta1, double beta2, double epsilon) {

  /** Checks the numbers. */
  public AdamSettings {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "beta1 is " + beta1 + " and beta2 is " + beta2 + ", expected both in [0, 1)");
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", expected above 0");
    }
  }

  /** The betas of the paper, 0.9 and 0.999, with {@code epsilon}. */
  public static AdamSettings withEpsilon(double epsilon) {
    return new AdamSettings(0.9, 0.999, epsilon);
  }
}
