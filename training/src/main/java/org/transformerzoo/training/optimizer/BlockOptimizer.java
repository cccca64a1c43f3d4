package org.transformerzoo.training.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.buffer.FlatBuffer;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.training.optimizer.UpdateRule.Block;
import org.transformerzoo.training.optimizer.UpdateRule.BlockUpdate;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/** Applies an {@link UpdateRule} in one pass over memory, block by block, on all processors. */
public final class BlockOptimizer implements Optimizer {

  private final UpdateRule rule;
  private final List<ParameterGroup> groups;
  private final Thaw thaw;
  private final FlatBuffer values;
  private final FlatBuffer gradients;
  private final StateLayout layout;
  private final Map<String, FlatBuffer> state = new LinkedHashMap<>();
  private final int blockLength;
  private final List<Worker> workers;
  private long steps;

  /**
   * A part of a segment that has room in a block.
   *
   * @param start in the parameters' buffers
   * @param place in the arrays of the state
   */
  private record Piece(long start, long place, int count, BlockUpdate update) {}

  /** Binds {@code rule} to the parameters in {@code groups}; all others are frozen. */
  public BlockOptimizer(UpdateRule rule, FlatParameters parameters, List<ParameterGroup> groups) {
    this(rule, parameters, groups, Thaw.none());
  }

  /** As above, for parameters that join one after the other as {@code thaw} says. */
  public BlockOptimizer(
      UpdateRule rule, FlatParameters parameters, List<ParameterGroup> groups, Thaw thaw) {
    this.rule = rule;
    this.thaw = thaw;
    this.groups = List.copyOf(groups);
    this.values = FlatBuffer.of(parameters.values());
    this.gradients = FlatBuffer.of(parameters.gradients());
    this.layout = new StateLayout(parameters, groups);
    for (String name : rule.stateNames()) {
      state.put(name, FlatBuffer.zeros(layout.length()));
    }
    rule.statesThatBeginAsValues()
        .forEach(name -> layout.gather(values.array(), state.get(name).array()));
    this.blockLength = rule.blockLength();
    this.workers =
        Stream.generate(Worker::new).limit(Runtime.getRuntime().availableProcessors()).toList();
  }

  @Override
  public void step(double rateFactor, double gradientScale) {
    steps++;
    List<Piece> pieces = new ArrayList<>();
    for (ParameterGroup group : groups) {
      for (Segment segment : group.segments()) {
        long own = steps - thaw.start(segment.parameter());
        if (own > 0) {
          StepCount count = new StepCount(steps, own);
          double rate = group.learningRate() * rateFactor;
          addPieces(pieces, segment, rule.at(count, rate, group.weightDecay()));
        }
      }
    }
    // Pieces do not overlap, so that the result does not depend on who works on which.
    IntStream.range(0, workers.size())
        .parallel()
        .forEach(i -> workers.get(i).update(part(pieces, i), (float) gradientScale));
  }

  private void addPieces(List<Piece> pieces, Segment segment, BlockUpdate update) {
    long end = segment.offset() + segment.length();
    long shift = layout.place(segment) - segment.offset();
    for (long start = segment.offset(); start < end; start += blockLength) {
      int count = (int) Math.min(blockLength, end - start);
      pieces.add(new Piece(start, start + shift, count, update));
    }
  }

  private List<Piece> part(List<Piece> pieces, int worker) {
    int count = workers.size();
    int from = (int) ((long) pieces.size() * worker / count);
    int to = (int) ((long) pieces.size() * (worker + 1) / count);
    return pieces.subList(from, to);
  }

  /** The memory in which one thread works. */
  private final class Worker {
    private final float[] blockValues = new float[blockLength];
    private final float[] blockGradients = new float[blockLength];
    private final float[][] blockState = new float[state.size()][blockLength];

    void update(List<Piece> pieces, float gradientScale) {
      for (Piece piece : pieces) {
        int count = piece.count();
        read(piece);
        scale(blockGradients, count, gradientScale);
        piece.update().apply(new Block(blockValues, blockGradients, blockState, count));
        write(piece);
      }
    }

    private void read(Piece piece) {
      values.read(piece.start(), blockValues, piece.count());
      gradients.read(piece.start(), blockGradients, piece.count());
      int i = 0;
      for (FlatBuffer buffer : state.values()) {
        buffer.read(piece.place(), blockState[i++], piece.count());
      }
    }

    private void write(Piece piece) {
      values.write(piece.start(), blockValues, piece.count());
      int i = 0;
      for (FlatBuffer buffer : state.values()) {
        buffer.write(piece.place(), blockState[i++], piece.count());
      }
    }
  }

  private static void scale(float[] numbers, int count, float factor) {
    if (factor != 1) {
      for (int i = 0; i < count; i++) {
        numbers[i] *= factor;
      }
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Map<String, INDArray> state() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    state.forEach((name, buffer) -> arrays.put(name, buffer.array()));
    return arrays;
  }

  @Override
  public Optional<INDArray> average() {
    return rule.averageAfter(steps)
        .map(name -> layout.scatter(state.get(name).array(), values.array()));
  }

  @Override
  public void resumeAt(long stepsTaken) {
    steps = stepsTaken;
  }
}
