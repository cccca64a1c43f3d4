package org.transformerzoo.training.inference;

/** Logits and what they mean. */
public final class Probabilities {

  private Probabilities() {}

  /** Of classes that exclude each other: the softmax. */
  public static double[] softmax(float[] logits) {
    double largest = logits[largest(logits)];
    double sum = 0;
    double[] probabilities = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(logits[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** Of labels that do not: the logistic function of each. */
  public static double[] sigmoid(float[] logits) {
    double[] probabilities = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = 1 / (1 + Math.exp(-logits[i]));
    }
    return probabilities;
  }

  /** The place of the largest value, the first of several. */
  public static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
