package org.transformerzoo.training.optimizer;

/**
 * Clipping of all gradients together by their global norm (Pascanu et al., 2013, arXiv 1211.5063),
 * as {@code torch.nn.utils.clip_grad_norm_} does it.
 *
 * @param maximumNorm the largest norm, above 0; infinity for no clipping
 */
public record GradientClipping(double maximumNorm) {

  private static final double EPSILON = 1e-6;

  /** Checks the number. */
  public GradientClipping {
    if (!(maximumNorm > 0)) {
      throw new IllegalArgumentException("maximumNorm is " + maximumNorm + ", expected above 0");
    }
  }

  /** Gradients are left as they are. */
  public static GradientClipping none() {
    return new GradientClipping(Double.POSITIVE_INFINITY);
  }

  /**
   * What gradients of the global norm {@code norm} are to be multiplied with: at most 1.
   *
   * @param norm see {@link GradientNorm}; finite
   */
  public double scale(double norm) {
    return Math.min(1, maximumNorm / (norm + EPSILON));
  }
}
