package org.transformerzoo.training.gradient;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * Adversarial training on the word embeddings (Miyato et al., 2017, arXiv 1605.07725): to the
 * gradients of a micro-batch it adds those at word vectors that were moved, along the gradient, by
 * {@code ε·g/‖g‖}. Both passes have the same dropout masks. With several steps the move is made in
 * parts, each along the gradient where the last one ended, as in projected gradient ascent (Madry
 * et al., 2018, arXiv 1706.06083).
 */
public final class AdversarialGradients implements GradientComputation {

  private final GradientComputation inner;
  private final FlatParameters parameters;
  private final String table;
  private final double size;
  private final int steps;

  /**
   * Adversarial training around {@code inner}.
   *
   * @param table name of the word embeddings, which are trained
   * @param size of the whole move, above 0
   * @param steps in which it is made, at least 1
   * @throws IllegalArgumentException if {@code size} or {@code steps} is out of its range
   */
  public AdversarialGradients(
      GradientComputation inner, FlatParameters parameters, String table, double size, int steps) {
    if (!(size > 0) || steps < 1) {
      throw new IllegalArgumentException(
          "size and steps are %s and %d, expected above 0 and at least 1".formatted(size, steps));
    }
    this.inner = inner;
    this.parameters = parameters;
    this.table = table;
    this.size = size;
    this.steps = steps;
  }

  @Override
  public double accumulate(Map<String, INDArray> inputs, double weight, Pass pass) {
    if (pass.first()) {
      return both(inputs, weight, pass);
    }
    INDArray earlier = parameters.gradients().dup();
    double loss = both(inputs, weight, new Pass(pass.number(), true));
    parameters.gradients().addi(earlier);
    earlier.close();
    return loss;
  }

  /** Replaces the gradients by those at the words where they are and where they were moved. */
  private double both(Map<String, INDArray> inputs, double weight, Pass alone) {
    double loss = inner.accumulate(inputs, weight, alone);
    INDArray gradients = parameters.gradients();
    INDArray clean = gradients.dup();
    INDArray words = parameters.value(table);
    INDArray before = words.dup();
    try {
      for (int i = 0; i < steps && move(words); i++) {
        inner.accumulate(inputs, weight, alone);
      }
    } finally {
      words.assign(before);
    }
    gradients.addi(clean);
    clean.close();
    before.close();
    return loss;
  }

  /** Moves the words by their share; false if there is no direction to go. */
  private boolean move(INDArray words) {
    INDArray direction = parameters.gradient(table);
    double norm = direction.norm2Number().doubleValue();
    if (norm == 0 || !Double.isFinite(norm)) {
      parameters.gradients().assign(0);
      return false;
    }
    words.addi(direction.mul(size / steps / norm));
    return true;
  }
}
