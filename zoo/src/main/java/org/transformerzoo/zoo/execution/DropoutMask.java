package org.transformerzoo.zoo.execution;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Masks for inverted dropout: each entry is 0 with the drop probability, 1/(1−probability)
 * otherwise. An entry is a hash of its index and the key, so that any part of a mask can be made
 * alone, in any order and on any thread, with the same result.
 */
public final class DropoutMask {

  private static final int RESOLUTION_BITS = 24;

  private DropoutMask() {}

  /**
   * A mask of {@code shape}.
   *
   * @param probability chance of a zero, in [0, 1)
   * @param key 64 bits that identify the site and the step, see {@link RandomKey#bits}
   */
  public static INDArray create(long[] shape, double probability, long key) {
    long length = 1;
    for (long dimension : shape) {
      length = Math.multiplyExact(length, dimension);
    }
    float[] mask = new float[Math.toIntExact(length)];
    fill(mask, 0, mask.length, probability, key);
    return Nd4j.createFromArray(mask).reshape(shape);
  }

  /**
   * Writes entries [{@code first}, {@code first + count}) of a mask to the start of {@code target}.
   */
  public static void fill(float[] target, int first, int count, double probability, long key) {
    int threshold = (int) Math.round(probability * (1 << RESOLUTION_BITS));
    float kept = (float) (1 / (1 - probability));
    int low = (int) key;
    int high = (int) (key >>> 32);
    for (int i = 0; i < count; i++) {
      target[i] = hash(first + i, low, high) >= threshold ? kept : 0f;
    }
  }

  /**
   * The same entries as {@link #fill}, as the bits of floats. Integer arithmetic without a branch,
   * which the compiler turns into vector instructions.
   */
  public static void fillBits(int[] target, int first, int count, double probability, long key) {
    int threshold = (int) Math.round(probability * (1 << RESOLUTION_BITS));
    int kept = Float.floatToRawIntBits((float) (1 / (1 - probability)));
    int low = (int) key;
    int high = (int) (key >>> 32);
    for (int i = 0; i < count; i++) {
      // The difference is negative, and its sign extends to all ones, where the entry is kept.
      target[i] = kept & ((threshold - 1 - hash(first + i, low, high)) >> 31);
    }
  }

  /** Two rounds of the finaliser of MurmurHash3 (Appleby, public domain), 24 bits of them. */
  private static int hash(int index, int low, int high) {
    int h = index * 0x9E3779B1 + low;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    h = (h ^ (h >>> 16)) + high;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return (h ^ (h >>> 16)) >>> (32 - RESOLUTION_BITS);
  }
}
