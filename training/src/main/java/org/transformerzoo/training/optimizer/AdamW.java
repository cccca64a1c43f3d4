package org.transformerzoo.training.optimizer;

import java.util.List;

/**
 * Adam with decoupled weight decay and bias correction (Loshchilov and Hutter, 2019, arXiv
 * 1711.05101), in the order of operations of {@code torch.optim.AdamW}: first p ← p·(1−lr·wd), then
 * p ← p − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε).
 *
 * @param settings its constants
 */
public record AdamW(AdamSettings settings) implements UpdateRule {

  @Override
  public List<String> stateNames() {
    return List.of("adam-mean", "adam-square");
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    float kept = (float) (1 - learningRate * weightDecay);
    float rate = (float) (learningRate / (1 - Math.pow(settings.beta1(), (double) step.own())));
    float root = (float) Math.sqrt(1 - Math.pow(settings.beta2(), (double) step.own()));
    return block -> {
      AdamMoments.update(settings, block);
      apply(block, kept, rate, root, (float) settings.epsilon());
    };
  }

  private static void apply(Block block, float kept, float rate, float root, float epsilon) {
    float[] values = block.values();
    float[] mean = block.state()[0];
    float[] square = block.state()[1];
    for (int i = 0; i < block.count(); i++) {
      float denominator = (float) Math.sqrt(square[i]) / root + epsilon;
      values[i] = values[i] * kept - rate * (mean[i] / denominator);
    }
  }
}
