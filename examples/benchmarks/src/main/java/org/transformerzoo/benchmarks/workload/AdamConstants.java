package org.transformerzoo.benchmarks.workload;

/** The constants of a training step, the same for every contender. */
public final class AdamConstants {

  /** Learning rate, large enough that rounding of the weights does not hide what a step changes. */
  public static final double LEARNING_RATE = 1e-4;

  /** Weight decay of matrices and embedding tables; vectors do not decay. */
  public static final double WEIGHT_DECAY = 0.01;

  /** Decay of the running mean. */
  public static final double BETA1 = 0.9;

  /** Decay of the running mean of squares. */
  public static final double BETA2 = 0.999;

  /** Added to the denominator. */
  public static final double EPSILON = 1e-6;

  /** The largest global norm of the gradients. */
  public static final double CLIP = 1;

  private AdamConstants() {}
}
