package org.transformerzoo.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * One batch of token ids with labels, the same for every contender. Every second sequence ends in
 * padding, or for XLNet begins with it. For BART every sequence has one end token, its last.
 */
public final class Batch {

  /** What is added to the scores of padding: the finite number that this project uses. */
  public static final float HIDDEN = -Float.MAX_VALUE;

  private static final int END = 2;

  private final int size;
  private final int length;
  private final int[] ids;
  private final int[] mask;
  private final int[] labels;

  /** The batch for {@code sizes}. */
  public Batch(Sizes sizes) {
    size = sizes.batch();
    length = sizes.length();
    ids = new int[size * length];
    mask = new int[size * length];
    labels = new int[size];
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < size; row++) {
      int tokens = length - row % 2 * (length / 8);
      labels[row] = random.nextInt(EncoderWeights.CLASSES);
      for (int column = 0; column < length; column++) {
        int place = sizes.family() == Family.XLNET ? length - 1 - column : column;
        ids[row * length + place] = random.nextInt(sizes.vocabulary());
        mask[row * length + place] = column < tokens ? 1 : 0;
      }
      if (sizes.family() == Family.BART) {
        end(row * length, tokens);
      }
    }
  }

  private void end(int start, int tokens) {
    for (int place = start; place < start + length; place++) {
      ids[place] = ids[place] == END ? END + 1 : ids[place];
    }
    ids[start + tokens - 1] = END;
  }

  /** Segments, [batch · length]: 0, and 1 in the second half of each row if there are two. */
  public int[] types(int count) {
    int[] types = new int[ids.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = count > 1 && i % length >= length / 2 ? 1 : 0;
    }
    return types;
  }

  /** Number of sequences. */
  public int size() {
    return size;
  }

  /** Number of tokens of each, padding included. */
  public int length() {
    return length;
  }

  /** Token ids, [batch · length]. */
  public int[] ids() {
    return ids.clone();
  }

  /** As {@link #ids}, in 64 bits. */
  public long[] longIds() {
    long[] wide = new long[ids.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = ids[i];
    }
    return wide;
  }

  /** 1 for a token and 0 for padding, [batch · length]. */
  public int[] mask() {
    return mask.clone();
  }

  /** What is added to attention scores: 0 at a token, {@link #HIDDEN} at padding. */
  public float[] scoreBias() {
    float[] bias = new float[mask.length];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = mask[i] == 1 ? 0 : HIDDEN;
    }
    return bias;
  }

  /** Classes, [batch]. */
  public int[] labels() {
    return labels.clone();
  }
}
