package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Set;

/**
 * Lookahead around any rule (Zhang et al., 2019, arXiv 1907.08610): every {@code interval} steps
 * slow ← slow + rate·(fast−slow), and the fast weights go on from the slow ones.
 *
 * @param inner makes the fast weights
 * @param interval steps between meetings, at least 1; the paper has 5 or 6
 * @param rate in (0, 1]; the paper has 0.5 or 0.8
 */
public record Lookahead(UpdateRule inner, long interval, double rate) implements UpdateRule {

  private static final String SLOW = "lookahead-slow";

  /** Checks the numbers. */
  public Lookahead {
    if (interval < 1) {
      throw new IllegalArgumentException("interval is " + interval + ", expected at least 1");
    }
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate is " + rate + ", expected in (0, 1]");
    }
  }

  @Override
  public List<String> stateNames() {
    return Wrapping.names(inner, SLOW);
  }

  @Override
  public Set<String> statesThatBeginAsValues() {
    return Wrapping.copies(inner, SLOW);
  }

  @Override
  public int blockLength() {
    return inner.blockLength();
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    BlockUpdate fast = inner.at(step, learningRate, weightDecay);
    int slow = inner.stateNames().size();
    if (step.run() % interval != 0) {
      return fast;
    }
    return block -> {
      fast.apply(block);
      meet(block, block.state()[slow]);
    };
  }

  private void meet(Block block, float[] slow) {
    float share = (float) rate;
    float[] values = block.values();
    for (int i = 0; i < block.count(); i++) {
      slow[i] += share * (values[i] - slow[i]);
      values[i] = slow[i];
    }
  }
}
