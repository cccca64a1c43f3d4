package org.transformerzoo.training.optimizer;

import java.util.List;

/**
 * The optimizer of BERT's first release (Devlin et al., 2018): Adam without bias correction, which
 * makes the first steps too large on small data (Zhang et al., 2021, arXiv 2006.05987). First p ← p
 * − lr·m/(√v+ε), then p ← p − lr·wd·p.
 *
 * @param settings its constants
 */
public record BertAdam(AdamSettings settings) implements UpdateRule {

  @Override
  public List<String> stateNames() {
    return List.of("adam-mean", "adam-square");
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    float rate = (float) learningRate;
    float decay = (float) (learningRate * weightDecay);
    return block -> {
      AdamMoments.update(settings, block);
      apply(block, rate, decay, (float) settings.epsilon());
    };
  }

  private static void apply(Block block, float rate, float decay, float epsilon) {
    float[] values = block.values();
    float[] mean = block.state()[0];
    float[] square = block.state()[1];
    for (int i = 0; i < block.count(); i++) {
      float moved = values[i] - rate * (mean[i] / ((float) Math.sqrt(square[i]) + epsilon));
      values[i] = moved - decay * moved;
    }
  }
}
