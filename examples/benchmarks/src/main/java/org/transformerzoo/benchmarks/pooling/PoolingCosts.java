package org.transformerzoo.benchmarks.pooling;

import org.transformerzoo.benchmarks.workload.Sizes;

/** Times the forward pass with a pooling beside the one with {@code cls}, on one encoder. */
public final class PoolingCosts implements AutoCloseable {

  private static final String REFERENCE = "cls";

  private final Sizes sizes;
  private final int rounds;
  private final PooledEncoder reference;

  /** Costs at {@code sizes}, each timed {@code rounds} times. */
  public PoolingCosts(Sizes sizes, int rounds) {
    this.sizes = sizes;
    this.rounds = rounds;
    this.reference = PooledEncoder.of(sizes, REFERENCE);
  }

  /**
   * The cost of one pooling.
   *
   * @param pooling its text
   * @param milliseconds of a forward pass with it, the median
   * @param ratioToCls of the time to that with {@code cls}, the median of the rounds
   */
  public record Cost(String pooling, double milliseconds, double ratioToCls) {}

  /** The cost of {@code pooling}. */
  public Cost of(String pooling) {
    try (PooledEncoder encoder = reference.with(sizes, pooling)) {
      PairedTiming timing = PairedTiming.of(rounds, reference::pooled, encoder::pooled);
      return new Cost(pooling, timing.second(), timing.ratio());
    }
  }

  @Override
  public void close() {
    reference.close();
  }
}
