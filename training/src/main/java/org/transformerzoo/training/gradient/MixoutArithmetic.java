package org.transformerzoo.training.gradient;

/**
 * Mixout's formulas on blocks of floats. A mask {@code m} comes divided by the keep rate: {@code s
 * = m/(1−p)}, zero if p is 1.
 */
public final class MixoutArithmetic {

  private MixoutArithmetic() {}

  /**
   * Replaces weights by the mixture ((1−m)·T + m·W − p·T)/(1−p), which is T + s·(W−T): for W = T it
   * is T exactly.
   *
   * @param values W, replaced by the mixture
   * @param target T
   * @param scaledMask s
   */
  public static void mix(float[] values, float[] target, float[] scaledMask, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = target[i] + scaledMask[i] * (values[i] - target[i]);
    }
  }

  /**
   * Turns gradients with respect to the mixture into those with respect to W.
   *
   * @param factor what remains to be multiplied with: 1 for the exact gradient, 1−p for the mask
   *     alone
   */
  public static void backward(float[] gradients, float[] scaledMask, float factor, int count) {
    for (int i = 0; i < count; i++) {
      gradients[i] *= scaledMask[i] * factor;
    }
  }
}
