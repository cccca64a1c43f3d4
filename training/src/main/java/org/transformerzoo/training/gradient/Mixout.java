package org.transformerzoo.training.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private final List<Worker> workers;

  private interface BlockWork {
    void apply(Worker worker, long start, int count);
  }

  /** The memory in which one thread works. */
  private static final class Worker {
    private final MixoutMask mask;
    private final float[] values = new float[BLOCK];
    private final float[] start = new float[BLOCK];
    private final float[] scaledMask = new float[BLOCK];

    Worker(MixoutSettings settings) {
      this.mask = new MixoutMask(settings, BLOCK);
    }
  }

  /** Binds mixout to {@code parameters}, which are as they are at the start. */
  public Mixout(MixoutSettings settings, FlatParameters parameters) {
    this.settings = settings;
    this.values = FlatBuffer.of(parameters.values());
    this.gradients = FlatBuffer.of(parameters.gradients());
    this.start = FlatBuffer.of(parameters.values().dup());
    this.trained = FlatBuffer.zeros(values.length());
    this.workers =
        Stream.generate(() -> new Worker(settings))
            .limit(Runtime.getRuntime().availableProcessors())
            .toList();
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
        (worker, from, count) -> {
          values.read(from, worker.values, count);
          trained.write(from, worker.values, count);
          start.read(from, worker.start, count);
          MixoutArithmetic.mix(worker.values, worker.start, worker.scaledMask, count);
          values.write(from, worker.values, count);
        });
  }

  /** Puts the matrices back as they were before {@link #mix}. */
  void restore() {
    forEachMatrix(
        (worker, index) ->
            forEachBlock(
                worker,
                matrices.get(index),
                (same, from, count) -> {
                  trained.read(from, worker.values, count);
                  values.write(from, worker.values, count);
                }));
  }

  /** Turns the gradients of the mixtures into those of the matrices; {@code key} as before. */
  void backward(RandomKey key) {
    boolean exact = settings.gradient() == MixoutSettings.Gradient.EXACT;
    float factor = exact ? 1 : (float) (1 - settings.probability());
    forEachBlock(
        key,
        (worker, from, count) -> {
          gradients.read(from, worker.values, count);
          MixoutArithmetic.backward(worker.values, worker.scaledMask, factor, count);
          gradients.write(from, worker.values, count);
        });
  }

  /** Goes through the matrices with the masks of {@code key}. */
  private void forEachBlock(RandomKey key, BlockWork work) {
    forEachMatrix(
        (worker, index) -> {
          Segment matrix = matrices.get(index);
          worker.mask.begin(matrix, key.bits(index));
          forEachBlock(
              worker,
              matrix,
              (same, from, count) -> {
                worker.mask.fill(worker.scaledMask, from - matrix.offset(), count);
                work.apply(worker, from, count);
              });
        });
  }

  /** Matrices do not overlap, so that the result does not depend on who works on which. */
  private void forEachMatrix(ObjIntConsumer<Worker> work) {
    IntStream.range(0, workers.size())
        .parallel()
        .forEach(
            i -> {
              for (int index = i; index < matrices.size(); index += workers.size()) {
                work.accept(workers.get(i), index);
              }
            });
  }

  private static void forEachBlock(Worker worker, Segment matrix, BlockWork work) {
    long end = matrix.offset() + matrix.length();
    for (long from = matrix.offset(); from < end; from += BLOCK) {
      work.apply(worker, from, (int) Math.min(BLOCK, end - from));
    }
  }
}
