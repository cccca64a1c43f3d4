package org.transformerzoo.zoo.parameter;

/**
 * What a parameter is. Initialisation, weight decay, mixout and re-initialisation decide by this
 * fact and never by a name.
 */
public enum ParameterKind {
  /** A table of vectors of which each example reads some rows. */
  EMBEDDING,
  /** The matrix of a linear layer, [out, in]. */
  LINEAR_WEIGHT,
  /** A projection that is no linear layer in the reference code, [in, …out]. */
  INPUT_PROJECTION,
  /** A projection that is no linear layer in the reference code, [out, …in]. */
  OUTPUT_PROJECTION,
  /** Any other matrix or tensor that multiplies activations. */
  WEIGHT_MATRIX,
  /** A vector added to activations. */
  BIAS,
  /** A vector added to queries before they meet keys: drawn like a matrix, spared like a bias. */
  QUERY_BIAS,
  /** The gain of a normalisation. */
  NORM_GAIN,
  /** The offset of a normalisation. */
  NORM_BIAS,
  /** The weights of a learned mixture, all ones at first. */
  MIXTURE,
  /** Statistics that are saved with a model and never trained, all ones at first. */
  FIXED;

  /**
   * Whether weight decay applies by convention: to matrices, tables and mixtures, not to biases and
   * norms.
   */
  public boolean decays() {
    return switch (this) {
      case EMBEDDING, LINEAR_WEIGHT, INPUT_PROJECTION, OUTPUT_PROJECTION, WEIGHT_MATRIX, MIXTURE ->
          true;
      case BIAS, QUERY_BIAS, NORM_GAIN, NORM_BIAS, FIXED -> false;
    };
  }
}
