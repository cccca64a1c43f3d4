package org.transformerzoo.training.interpretation;

import java.util.Arrays;

/**
 * The Euclidean length of the output's gradient with respect to each token's vector: how sensitive
 * the output is to the token, without a sign (Simonyan et al., 2013, arXiv 1312.6034; as LIT's
 * gradient norm).
 */
public record GradientNorm() implements SalienceMethod {

  @Override
  public String name() {
    return "gradient-norm";
  }

  @Override
  public Salience salience(ExplainedText text) {
    WordVectors gradient = text.slope().gradient();
    double[] squares = text.dots(gradient, gradient);
    return Salience.of(this, text, Arrays.stream(squares).map(Math::sqrt).toArray());
  }
}
