package org.transformerzoo.training.gradient;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** Gradients through mixed weights, with fresh masks for each micro-batch. */
public final class MixoutGradients implements GradientComputation {

  private final GradientComputation inner;
  private final Mixout mixout;
  private final FlatParameters parameters;
  private final long seed;

  /**
   * Mixout around {@code inner}.
   *
   * @param seed from which masks are drawn
   */
  public MixoutGradients(
      GradientComputation inner, Mixout mixout, FlatParameters parameters, long seed) {
    this.inner = inner;
    this.mixout = mixout;
    this.parameters = parameters;
    this.seed = seed;
  }

  @Override
  public double accumulate(Map<String, INDArray> inputs, double weight, Pass pass) {
    RandomKey key = new RandomKey(seed, "mixout", pass.number());
    if (pass.first()) {
      return mixed(inputs, weight, pass, key);
    }
    // Masks differ between micro-batches, so that each needs its own gradients to begin with.
    INDArray earlier = parameters.gradients().dup();
    double loss = mixed(inputs, weight, new Pass(pass.number(), true), key);
    parameters.gradients().addi(earlier);
    earlier.close();
    return loss;
  }

  private double mixed(Map<String, INDArray> inputs, double weight, Pass pass, RandomKey key) {
    mixout.mix(key);
    double loss;
    try {
      loss = inner.accumulate(inputs, weight, pass);
    } finally {
      mixout.restore();
    }
    mixout.backward(key);
    return loss;
  }
}
