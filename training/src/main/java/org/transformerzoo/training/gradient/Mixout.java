package org.transformerzoo.training.gradient;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.training.buffer.FlatBuffer;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * Mixout (Lee et al., 2020, arXiv 1909.11299): in each pass the matrices of linear layers, the
 * head's too, are mixed at random with what they were at the start. Their biases, embeddings,
 * normalisations and the weights of convolutions and recurrent cells are left alone, as in the
 * authors' code. The start of a layer with fresh weights is these fresh weights.
 */
public final class Mixout {

  private static final int BLOCK = 4096;

  private final MixoutSettings settings;
  private final FlatBuffer values;
  private final FlatBuffer gradients;
  private final FlatBuffer start;
  private final FlatBuffer trained;
  private final List<Segment> matrices = new ArrayList<>();
  private final MixoutMask mask;
  private final float[] blockValues = new float[BLOCK];
  private final float[] blockStart = new float[BLOCK];
  private final float[] blockMask = new float[BLOCK];

  private interface BlockWork {
    void apply(long start, int count);
  }

  /** Binds mixout to {@code parameters}, which are as they are at the start. */
  public Mixout(MixoutSettings settings, FlatParameters parameters) {
    this.settings = settings;
    this.values = FlatBuffer.of(parameters.values());
    this.gradients = FlatBuffer.of(parameters.gradients());
    this.start = FlatBuffer.of(parameters.values().dup());
    this.trained = FlatBuffer.zeros(values.length());
    this.mask = new MixoutMask(settings, BLOCK);
    for (Segment segment : parameters.segments()) {
      if (mixes(segment.parameter().kind())) {
        matrices.add(segment);
      }
    }
  }

  private boolean mixes(ParameterKind kind) {
    boolean projection =
        kind == ParameterKind.INPUT_PROJECTION || kind == ParameterKind.OUTPUT_PROJECTION;
    return kind == ParameterKind.LINEAR_WEIGHT || (projection && settings.projections());
  }

  /** The matrices that are mixed. */
  public List<Segment> matrices() {
    return List.copyOf(matrices);
  }

  /** Replaces the matrices by mixtures with masks of {@code key}. */
  void mix(RandomKey key) {
    forEachBlock(
        key,
        (from, count) -> {
          values.read(from, blockValues, count);
          trained.write(from, blockValues, count);
          start.read(from, blockStart, count);
          MixoutArithmetic.mix(blockValues, blockStart, blockMask, count);
          values.write(from, blockValues, count);
        });
  }

  /** Puts the matrices back as they were before {@link #mix}. */
  void restore() {
    for (Segment matrix : matrices) {
      forEachBlock(
          matrix,
          (from, count) -> {
            trained.read(from, blockValues, count);
            values.write(from, blockValues, count);
          });
    }
  }

  /** Turns the gradients of the mixtures into those of the matrices; {@code key} as before. */
  void backward(RandomKey key) {
    boolean exact = settings.gradient() == MixoutSettings.Gradient.EXACT;
    float factor = exact ? 1 : (float) (1 - settings.probability());
    forEachBlock(
        key,
        (from, count) -> {
          gradients.read(from, blockValues, count);
          MixoutArithmetic.backward(blockValues, blockMask, factor, count);
          gradients.write(from, blockValues, count);
        });
  }

  /** Goes through the matrices with the masks of {@code key}. */
  private void forEachBlock(RandomKey key, BlockWork work) {
    for (int i = 0; i < matrices.size(); i++) {
      Segment matrix = matrices.get(i);
      mask.begin(matrix, key.bits(i));
      forEachBlock(
          matrix,
          (from, count) -> {
            mask.fill(blockMask, from - matrix.offset(), count);
            work.apply(from, count);
          });
    }
  }

  private static void forEachBlock(Segment matrix, BlockWork work) {
    long end = matrix.offset() + matrix.length();
    for (long from = matrix.offset(); from < end; from += BLOCK) {
      work.apply(from, (int) Math.min(BLOCK, end - from));
    }
  }
}
