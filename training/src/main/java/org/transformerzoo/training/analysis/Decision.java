package org.transformerzoo.training.analysis;

/**
 * One choice of a model that is right or wrong: of a class, of a tag for a word, or whether one of
 * several labels applies.
 *
 * @param truth the right one: a class or tag by its place among the labels, or 0 or 1 for a label
 *     of several
 * @param guess what the model chose
 * @param confidence the probability that the model gave to its choice, in [0, 1]
 */
public record Decision(int truth, int guess, double confidence) {

  /** Whether the choice was right. */
  public boolean isRight() {
    return truth == guess;
  }
}
