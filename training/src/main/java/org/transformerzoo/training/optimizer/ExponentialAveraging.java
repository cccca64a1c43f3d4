package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An exponential moving average of the weights (Polyak and Juditsky, 1992; as in Tarvainen and
 * Valpola, 2017, arXiv 1703.01780): after each step average ← decay·average + (1−decay)·weights,
 * beginning with the weights at the start. Training itself goes on from the current weights.
 *
 * @param inner takes the steps
 * @param decay in (0, 1)
 */
public record ExponentialAveraging(UpdateRule inner, double decay) implements UpdateRule {

  private static final String AVERAGE = "moving-average";

  /** Checks the number. */
  public ExponentialAveraging {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("decay is " + decay + ", expected in (0, 1)");
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
    return steps > 0 ? Optional.of(AVERAGE) : Optional.empty();
  }

  @Override
  public int blockLength() {
    return inner.blockLength();
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    BlockUpdate update = inner.at(step, learningRate, weightDecay);
    int average = inner.stateNames().size();
    float share = (float) (1 - decay);
    return block -> {
      update.apply(block);
      Wrapping.follow(block, block.state()[average], share);
    };
  }
}
