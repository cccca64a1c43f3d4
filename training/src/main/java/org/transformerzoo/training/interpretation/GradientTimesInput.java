package org.transformerzoo.training.interpretation;

/**
 * The product of each token's vector with the output's gradient: what the token adds to the output
 * in a first-order expansion around a vector of zeros (Shrikumar et al., 2016, arXiv 1605.01713).
 */
public record GradientTimesInput() implements SalienceMethod {

  @Override
  public String name() {
    return "gradient-times-input";
  }

  @Override
  public Salience salience(ExplainedText text) {
    return Salience.of(this, text, text.dots(text.slope().gradient(), text.vectors()));
  }
}
