package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stochastic weight averaging (Izmailov et al., 2018, arXiv 1803.05407): the plain mean of the
 * weights after every step from a given one on. Training itself goes on from the current weights.
 *
 * @param inner takes the steps
 * @param start how many steps are taken before the first whose weights count, at least 0
 */
public record WeightAveraging(UpdateRule inner, long start) implements UpdateRule {

  private static final String AVERAGE = "average";

  /** Checks the number. */
  public WeightAveraging {
    if (start < 0) {
      throw new IllegalArgumentException("start is " + start + ", expected at least 0");
    }
  }

  @Override
  public List<String> stateNames() {
    return Wrapping.names(inner, AVERAGE);
  }

  @Override
  public Set<String> statesThatBeginAsValues() {
    return Wrapping.copies(inner, AVERAGE);
  }

  @Override
  public Optional<String> averageAfter(long steps) {
    return steps > start ? Optional.of(AVERAGE) : Optional.empty();
  }

  @Override
  public BlockUpdate at(long step, double learningRate, double weightDecay) {
    BlockUpdate update = inner.at(step, learningRate, weightDecay);
    if (step <= start) {
      return update;
    }
    int average = inner.stateNames().size();
    float share = (float) (1.0 / (double) (step - start));
    return block -> {
      update.apply(block);
      add(block, block.state()[average], share);
    };
  }

  private static void add(Block block, float[] average, float share) {
    float[] values = block.values();
    for (int i = 0; i < block.count(); i++) {
      average[i] += share * (values[i] - average[i]);
    }
  }
}
