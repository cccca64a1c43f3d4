package org.transformerzoo.benchmarks.pooling;

import java.util.ArrayList;
import java.util.List;

/**
 * Times two works in turns, so that a change in the machine's speed meets both alike.
 *
 * @param first milliseconds of the first work, the median of the rounds
 * @param second the same for the second
 * @param ratio the median of the ratios second / first within each round
 */
record PairedTiming(double first, double second, double ratio) {

  private static final double NANOSECONDS = 1e6;

  /** Times both, after running each once for nothing. */
  static PairedTiming of(int rounds, Runnable first, Runnable second) {
    first.run();
    second.run();
    List<Double> ofFirst = new ArrayList<>();
    List<Double> ofSecond = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      // Who comes first alternates: the first one finds other things in the caches.
      boolean straight = round % 2 == 0;
      double one = milliseconds(straight ? first : second);
      double other = milliseconds(straight ? second : first);
      ofFirst.add(straight ? one : other);
      ofSecond.add(straight ? other : one);
      ratios.add(ofSecond.get(round) / ofFirst.get(round));
    }
    return new PairedTiming(median(ofFirst), median(ofSecond), median(ratios));
  }

  static double milliseconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOSECONDS;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
