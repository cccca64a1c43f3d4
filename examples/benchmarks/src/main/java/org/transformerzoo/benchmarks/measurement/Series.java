package org.transformerzoo.benchmarks.measurement;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.transformerzoo.benchmarks.contender.ContenderKind;

/**
 * What one contender took in the rounds of a comparison.
 *
 * @param kind the contender
 * @param first milliseconds of the very first time, compilation and warming up included
 * @param milliseconds of each round, at least one; a slow contender has fewer than others
 * @param peakMebibytes the most memory that its process had during the rounds
 */
public record Series(
    ContenderKind kind, double first, List<Double> milliseconds, OptionalLong peakMebibytes) {

  public Series {
    milliseconds = List.copyOf(milliseconds);
  }

  /** The median of the rounds. */
  public double median() {
    return median(milliseconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The fastest round. */
  public double minimum() {
    return Collections.min(milliseconds);
  }

  /** The median of this contender over the median of {@code other}. */
  public double ratioTo(Series other) {
    return median() / other.median();
  }

  /** The median of the ratios within the rounds that both took part in. */
  public double pairedRatioTo(Series other) {
    int rounds = Math.min(milliseconds.size(), other.milliseconds.size());
    return median(
        IntStream.range(0, rounds)
            .mapToDouble(round -> milliseconds.get(round) / other.milliseconds.get(round))
            .toArray());
  }

  /** The median of values, at least one. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
