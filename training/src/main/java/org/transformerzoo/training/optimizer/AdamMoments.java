package org.transformerzoo.training.optimizer;

import org.transformerzoo.training.optimizer.UpdateRule.Block;

/** The running means that all of Adam's relatives keep: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g². */
final class AdamMoments {

  private AdamMoments() {}

  /** Updates state 0 (m) and state 1 (v) of a block. */
  static void update(AdamSettings settings, Block block) {
    float beta1 = (float) settings.beta1();
    float fresh1 = (float) (1 - settings.beta1());
    float beta2 = (float) settings.beta2();
    float fresh2 = (float) (1 - settings.beta2());
    float[] gradients = block.gradients();
    float[] mean = block.state()[0];
    float[] square = block.state()[1];
    for (int i = 0; i < block.count(); i++) {
      float gradient = gradients[i];
      mean[i] = mean[i] * beta1 + gradient * fresh1;
      square[i] = square[i] * beta2 + gradient * gradient * fresh2;
    }
  }
}
