package org.transformerzoo.datavec.batching;

/**
 * Random numbers that depend only on a seed, a purpose and a step: value i is a hash of these and
 * of i, so that any step can be repeated without what came before it.
 */
final class RandomStream {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  RandomStream(long seed, String purpose, long step) {
    key = mix(mix(mix(seed) + purpose.hashCode()) + step);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom numbers). */
  private static long mix(long value) {
    long z = value + GOLDEN_RATIO;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number in 0..bound-1, each equally likely. */
  int below(int bound) {
    long limit = (1L << 32) / bound * bound;
    long value;
    do {
      value = mix(key + GOLDEN_RATIO * counter++) >>> 32;
    } while (value >= limit);
    return (int) (value % bound);
  }

  /** Puts the first {@code count} elements into random order (Fisher and Yates). */
  void shuffle(int[] elements, int count) {
    for (int i = count - 1; i > 0; i--) {
      int j = below(i + 1);
      int held = elements[i];
      elements[i] = elements[j];
      elements[j] = held;
    }
  }
}
