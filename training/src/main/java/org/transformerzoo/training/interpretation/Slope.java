package org.transformerzoo.training.interpretation;

/** A model's output and how it changes with the words it reads. */
public final class Slope {

  private final double output;
  private final float[] logits;
  private final WordVectors gradient;

  Slope(double output, float[] logits, WordVectors gradient) {
    this.output = output;
    this.logits = logits;
    this.gradient = gradient;
  }

  /** The logit that is explained. */
  public double output() {
    return output;
  }

  /** All logits of the text: [outputs], or [padded length · outputs] where tokens are labelled. */
  public float[] logits() {
    return logits.clone();
  }

  /** The derivative of the output with respect to each entry of the vectors of words. */
  public WordVectors gradient() {
    return gradient;
  }
}
