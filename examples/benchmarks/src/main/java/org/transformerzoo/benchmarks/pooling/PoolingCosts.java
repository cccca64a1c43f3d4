package org.transformerzoo.benchmarks.pooling;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.benchmarks.workload.Sizes;

/** Times the forward pass with each pooling beside the one with {@code cls}, on one encoder. */
public final class PoolingCosts {

  private static final String REFERENCE = "cls";

  private final Sizes sizes;
  private final int rounds;

  /** Costs at {@code sizes}, each timed {@code rounds} times. */
  public PoolingCosts(Sizes sizes, int rounds) {
    this.sizes = sizes;
    this.rounds = rounds;
  }

  /**
   * The cost of one pooling.
   *
   * @param pooling its text
   * @param milliseconds of a forward pass with it, the median
   * @param ratioToCls of the time to that with {@code cls}, the median of the rounds
   */
  public record Cost(String pooling, double milliseconds, double ratioToCls) {}

  /** One cost for each of {@code poolings}. */
  public List<Cost> of(List<String> poolings) {
    List<Cost> costs = new ArrayList<>();
    try (PooledEncoder reference = PooledEncoder.of(sizes, REFERENCE)) {
      for (String pooling : poolings) {
        try (PooledEncoder encoder = reference.with(sizes, pooling)) {
          PairedTiming timing = PairedTiming.of(rounds, reference::pooled, encoder::pooled);
          costs.add(new Cost(pooling, timing.second(), timing.ratio()));
        }
      }
    }
    return costs;
  }
}
