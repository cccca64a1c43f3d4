package org.transformerzoo.benchmarks.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two works that were timed in turns in one process, so that a change in the machine's speed meets
 * both alike.
 *
 * @param milliseconds of one work in each round
 * @param others of the other work in the same rounds
 */
public record PairedTimes(List<Double> milliseconds, List<Double> others) {

  private static final int WARM_UPS = 3;
  private static final double MILLISECONDS = 1e-6;

  public PairedTimes {
    milliseconds = List.copyOf(milliseconds);
    others = List.copyOf(others);
  }

  /** Times {@code work} and {@code other} in {@code rounds} after some that do not count. */
  public static PairedTimes of(int rounds, Runnable work, Runnable other) {
    List<Double> ones = new ArrayList<>();
    List<Double> twos = new ArrayList<>();
    for (int round = -WARM_UPS; round < rounds; round++) {
      double one = time(work);
      double two = time(other);
      if (round >= 0) {
        ones.add(one);
        twos.add(two);
      }
    }
    return new PairedTimes(ones, twos);
  }

  private static double time(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) * MILLISECONDS;
  }

  /** The median of the one work. */
  public double median() {
    return median(milliseconds);
  }

  /** The median of the other one. */
  public double medianOfOther() {
    return median(others);
  }

  /** The median of the ratios within the rounds. */
  public double ratio() {
    return median(
        IntStream.range(0, others.size())
            .mapToObj(round -> milliseconds.get(round) / others.get(round))
            .toList());
  }

  private static double median(List<Double> values) {
    return Series.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
