package org.transformerzoo.zoo.execution.plan;

/**
 * The numbers that the products of linear layers multiply, forward and backward. Sums are float32,
 * and so is everything else: parameters, gradients, softmax, normalisation, loss and optimizer
 * (Kalamkar et al., 2019, "A Study of BFLOAT16 for Deep Learning Training").
 */
public enum Precision {
  /** float32 throughout, the default. */
  FLOAT32,
  /** Operands of products are rounded to bfloat16, which keeps 8 of 24 significant bits. */
  BFLOAT16,
  /** Whichever of the two is faster for the model's products on this processor, by measurement. */
  AUTO
}
