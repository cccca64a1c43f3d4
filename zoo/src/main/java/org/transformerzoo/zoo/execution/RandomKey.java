package org.transformerzoo.zoo.execution;

import java.util.SplittableRandom;

/**
 * Names a family of random streams by what it is for, so that a draw depends on the seed, the
 * purpose and the step, and never on what was drawn before it. Equal keys give equal streams, in
 * this process or after a restart.
 *
 * @param seed the seed of the run
 * @param purpose what the numbers are for, such as {@code "dropout"}
 * @param step the optimizer step, epoch or other counter
 */
public record RandomKey(long seed, String purpose, long step) {

  /** The stream of member {@code index} of this family. */
  public SplittableRandom stream(long index) {
    return new SplittableRandom(bits(index));
  }

  /** 64 well-mixed bits that identify member {@code index} of this family. */
  public long bits(long index) {
    long state = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state ^ purpose.charAt(i));
    }
    return mix(mix(state ^ step) ^ index);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) after one step of its counter. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
