package org.transformerzoo.datavec.batching;

import java.util.stream.IntStream;

/**
 * Random numbers that depend only on a seed, a purpose and a step: value i is a hash of these and
 * of i, so that any step can be repeated without what came before it.
 */
public final class RandomStream {

  private static final double RESOLUTION = 0x1p-53;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  /**
   * The stream of a purpose.
   *
   * @param step where numbers are drawn: one number, or several, such as those of an epoch and of
   *     an example
   */
  public RandomStream(long seed, String purpose, long... step) {
    long mixed = mix(mix(seed) + purpose.hashCode());
    for (long part : step) {
      mixed = mix(mixed + part);
    }
    key = mixed;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom numbers). */
  private static long mix(long value) {
    long z = value + GOLDEN_RATIO;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number in [0, 1), uniformly distributed. */
  public double uniform() {
    return (mix(key + GOLDEN_RATIO * counter++) >>> 11) * RESOLUTION;
  }

  /** Whether something happens that has a probability in [0, 1]. */
  public boolean happens(double probability) {
    return uniform() < probability;
  }

  /** A number in 0..bound-1, each equally likely. */
  public int below(int bound) {
    long limit = (1L << 32) / bound * bound;
    long value;
    do {
      value = mix(key + GOLDEN_RATIO * counter++) >>> 32;
    } while (value >= limit);
    return (int) (value % bound);
  }

  /** The numbers 0..count-1 in random order. */
  public int[] permutation(int count) {
    int[] numbers = IntStream.range(0, count).toArray();
    shuffle(numbers, count);
    return numbers;
  }

  /** Puts the first {@code count} elements into random order (Fisher and Yates). */
  public void shuffle(int[] elements, int count) {
    for (int i = count - 1; i > 0; i--) {
      int j = below(i + 1);
      int held = elements[i];
      elements[i] = elements[j];
      elements[j] = held;
    }
  }
}
