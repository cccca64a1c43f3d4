package org.transformerzoo.benchmarks.measurement;

import java.util.Map;

/**
 * How well the results of two contenders agree.
 *
 * @param name the tensor that differs most
 * @param difference the largest difference in it, relative to its largest value
 */
public record Agreement(String name, double difference) {

  /**
   * A tensor whose values are below this share of the largest of all is rounding, such as the
   * gradient of a key's bias, which is zero in exact arithmetic.
   */
  private static final double SHARE_OF_LARGEST = 1e-4;

  /** Compares {@code ours} with {@code theirs}, which have the same names. */
  public static Agreement of(Map<String, float[]> ours, Map<String, float[]> theirs) {
    if (!ours.keySet().equals(theirs.keySet())) {
      throw new IllegalArgumentException("The results have different names");
    }
    double least = SHARE_OF_LARGEST * largestOfAll(theirs);
    Agreement worst = new Agreement("", 0);
    for (Map.Entry<String, float[]> entry : ours.entrySet()) {
      float[] other = theirs.get(entry.getKey());
      double scale = Math.max(Math.max(least, largest(other)), Float.MIN_NORMAL);
      double difference = numberOrInfinity(difference(entry.getValue(), other) / scale);
      if (difference > worst.difference()) {
        worst = new Agreement(entry.getKey(), difference);
      }
    }
    return worst;
  }

  private static double largestOfAll(Map<String, float[]> tensors) {
    return tensors.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("loss"))
        .mapToDouble(entry -> largest(entry.getValue()))
        .max()
        .orElse(0);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, numberOrInfinity(Math.abs((double) ours[i] - theirs[i])));
    }
    return largest;
  }

  /** What is not a number compares with nothing, and must not pass for agreement. */
  private static double numberOrInfinity(double value) {
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }
}
