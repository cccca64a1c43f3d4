package org.transformerzoo.training.interpretation;

/**
 * A way to say how much each token matters for an output.
 *
 * <p>To add one: implement this interface. {@link ExplainedText} has what methods ask of a model:
 * vectors of words, gradients at any vectors, and outputs without some of the words.
 */
public interface SalienceMethod {

  /** A word for it, as on the command line. */
  String name();

  /** The salience of each token of {@code text}. */
  Salience salience(ExplainedText text);
}
