package org.transformerzoo.training.optimizer;

import java.util.List;

/**
 * Stochastic gradient descent with momentum (Polyak, 1964), as {@code torch.optim.SGD} does it: g ←
 * g + wd·p, b ← momentum·b + g, p ← p − lr·b.
 *
 * @param momentum in [0, 1); 0 for plain descent
 */
public record MomentumDescent(double momentum) implements UpdateRule {

  /** Checks the number. */
  public MomentumDescent {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum is " + momentum + ", expected in [0, 1)");
    }
  }

  @Override
  public List<String> stateNames() {
    return List.of("momentum");
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    float rate = (float) learningRate;
    float decay = (float) weightDecay;
    return block -> apply(block, rate, decay);
  }

  private void apply(Block block, float rate, float decay) {
    float kept = (float) momentum;
    float[] values = block.values();
    float[] gradients = block.gradients();
    float[] velocity = block.state()[0];
    for (int i = 0; i < block.count(); i++) {
      velocity[i] = kept * velocity[i] + (gradients[i] + decay * values[i]);
      values[i] -= rate * velocity[i];
    }
  }
}
