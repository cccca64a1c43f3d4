package org.transformerzoo.training.gradient;

import java.util.Arrays;
import org.transformerzoo.zoo.execution.DropoutMask;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * The mask of one matrix in one pass, made block by block from a key: 0 where a weight is replaced,
 * 1/(1−p) where it stays. Equal keys give equal masks, so that none is kept for the way back.
 */
final class MixoutMask {

  private final double probability;
  private final boolean shared;
  private final int[] bits;
  private float[] features = new float[0];
  private long key;
  private int width;
  private boolean featuresFirst;

  /** Masks for blocks of at most {@code block} floats. */
  MixoutMask(MixoutSettings settings, int block) {
    this.probability = settings.probability();
    this.shared = settings.mask() == MixoutSettings.Mask.SHARED_ROW;
    this.bits = new int[block];
  }

  /** Turns to {@code matrix} in the pass that {@code matrixKey} stands for. */
  void begin(Segment matrix, long matrixKey) {
    key = matrixKey;
    if (shared) {
      long rows = matrix.parameter().shape().get(0);
      long rest = matrix.length() / rows;
      featuresFirst = matrix.parameter().kind() == ParameterKind.INPUT_PROJECTION;
      width = Math.toIntExact(rest);
      features = drawFeatures(Math.toIntExact(featuresFirst ? rows : rest));
    }
  }

  private float[] drawFeatures(int count) {
    float[] drawn = new float[count];
    if (probability < 1) {
      DropoutMask.fill(drawn, 0, count, probability, key);
    }
    return drawn;
  }

  /** Writes the entries from {@code start} of the matrix on to {@code target}. */
  void fill(float[] target, long start, int count) {
    if (!shared) {
      fillEach(target, Math.toIntExact(start), count);
    } else if (featuresFirst) {
      for (int i = 0; i < count; i++) {
        target[i] = features[(int) ((start + i) / width)];
      }
    } else {
      repeatFeatures(target, (int) (start % width), count);
    }
  }

  private void fillEach(float[] target, int start, int count) {
    if (probability == 1) {
      Arrays.fill(target, 0, count, 0);
      return;
    }
    DropoutMask.fillBits(bits, start, count, probability, key);
    for (int i = 0; i < count; i++) {
      target[i] = Float.intBitsToFloat(bits[i]);
    }
  }

  private void repeatFeatures(float[] target, int first, int count) {
    int done = 0;
    int from = first;
    while (done < count) {
      int part = Math.min(count - done, width - from);
      System.arraycopy(features, from, target, done, part);
      done += part;
      from = 0;
    }
  }
}
