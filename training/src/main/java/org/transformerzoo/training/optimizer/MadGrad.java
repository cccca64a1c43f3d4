package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Set;

/**
 * MADGRAD (Defazio and Jelassi, 2021, arXiv 2101.11075), dual averaging with a cube root. With λ =
 * (lr+ε)·√t in step t: ν ← ν + λg², s ← s + λg, z = x₀ − s/(∛ν+ε), p ← momentum·p + (1−momentum)·z.
 * As in the authors' code a learning rate of 0 stays 0, and weight decay is added to the gradient.
 *
 * @param momentum in [0, 1)
 * @param epsilon above 0
 */
public record MadGrad(double momentum, double epsilon) implements UpdateRule {

  private static final String START = "madgrad-start";

  /** Checks the numbers. */
  public MadGrad {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum is " + momentum + ", expected in [0, 1)");
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", expected above 0");
    }
  }

  @Override
  public List<String> stateNames() {
    return List.of("madgrad-sum", "madgrad-squares", START);
  }

  @Override
  public Set<String> statesThatBeginAsValues() {
    return Set.of(START);
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    double shifted = learningRate == 0 ? 0 : learningRate + epsilon;
    float lambda = (float) (shifted * Math.sqrt((double) step.own()));
    return block -> apply(block, lambda, (float) weightDecay);
  }

  private void apply(Block block, float lambda, float decay) {
    float kept = (float) momentum;
    float fresh = (float) (1 - momentum);
    float floor = (float) epsilon;
    float[] values = block.values();
    float[] gradients = block.gradients();
    float[] sum = block.state()[0];
    float[] squares = block.state()[1];
    float[] start = block.state()[2];
    for (int i = 0; i < block.count(); i++) {
      float gradient = gradients[i] + decay * values[i];
      sum[i] += lambda * gradient;
      squares[i] += lambda * gradient * gradient;
      float target = start[i] - sum[i] / (CubeRoot.of(squares[i]) + floor);
      values[i] = kept * values[i] + fresh * target;
    }
  }
}
