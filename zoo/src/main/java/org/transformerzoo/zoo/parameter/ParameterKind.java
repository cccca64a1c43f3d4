package org.transformerzoo.zoo.parameter;

/**
 * What a parameter is. Initialisation, weight decay, mixout and re-initialisation decide by this
 * fact and never by a name.
 */
public enum ParameterKind {
  /** A table of vectors of which each example reads some rows. */
  EMBEDDING,
  /** A matrix or tensor that multiplies activations. */
  WEIGHT_MATRIX,
  /** A vector added to activations. */
  BIAS,
  /** A vector added to queries before they meet keys: drawn like a matrix, spared like a bias. */
  QUERY_BIAS,
  /** The gain of a normalisation. */
  NORM_GAIN,
  /** The offset of a normalisation. */
  NORM_BIAS;

  /**
   * Whether weight decay applies by convention: to matrices and tables, not to biases and norms.
   */
  public boolean decays() {
    return this == EMBEDDING || this == WEIGHT_MATRIX;
  }
}
