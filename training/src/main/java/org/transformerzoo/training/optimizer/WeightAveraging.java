package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stochastic weight averaging (Izmailov et al., 2018, arXiv 1803.05407): the plain mean of the
 * weights after steps from a given one on. Training itself goes on from the current weights.
 *
 * @param inner takes the steps
 * @param start how many steps are taken before weights count, at least 0
 * @param interval the weights after every so many steps of the run count: 1 for all, the steps of
 *     an epoch for those at its end
 */
public record WeightAveraging(UpdateRule inner, long start, long interval) implements UpdateRule {

  private static final String AVERAGE = "average";

  /** The mean of the weights after every step from {@code start} on. */
  public WeightAveraging(UpdateRule inner, long start) {
    this(inner, start, 1);
  }

  /** Checks the numbers. */
  public WeightAveraging {
    if (interval < 1) {
      throw new IllegalArgumentException("interval is " + interval + ", expected at least 1");
    }
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
    return members(steps) > 0 ? Optional.of(AVERAGE) : Optional.empty();
  }

  /** How many weights have been averaged after {@code steps} steps of the run. */
  public long members(long steps) {
    return Math.max(0, steps / interval - start / interval);
  }

  @Override
  public int blockLength() {
    return inner.blockLength();
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    BlockUpdate update = inner.at(step, learningRate, weightDecay);
    if (step.run() <= start || step.run() % interval != 0) {
      return update;
    }
    int average = inner.stateNames().size();
    float share = (float) (1.0 / (double) members(step.run()));
    return block -> {
      update.apply(block);
      Wrapping.follow(block, block.state()[average], share);
    };
  }
}
