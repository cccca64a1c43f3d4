package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Set;

/**
 * Weight decay towards the weights at the start instead of towards 0 (Wiese et al., 2017, arXiv
 * 1706.03610; Zhang et al., 2021, arXiv 2006.05987): first p ← p − lr·wd·(p−p₀), then the inner
 * rule without decay.
 *
 * @param inner takes the step itself
 */
public record PriorDecay(UpdateRule inner) implements UpdateRule {

  private static final String PRIOR = "prior";

  @Override
  public List<String> stateNames() {
    return Wrapping.names(inner, PRIOR);
  }

  @Override
  public Set<String> statesThatBeginAsValues() {
    return Wrapping.copies(inner, PRIOR);
  }

  @Override
  public int blockLength() {
    return inner.blockLength();
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    BlockUpdate update = inner.at(step, learningRate, 0);
    int prior = inner.stateNames().size();
    float share = (float) (learningRate * weightDecay);
    return block -> {
      decay(block, block.state()[prior], share);
      update.apply(block);
    };
  }

  private static void decay(Block block, float[] prior, float share) {
    float[] values = block.values();
    for (int i = 0; i < block.count(); i++) {
      values[i] -= share * (values[i] - prior[i]);
    }
  }
}
