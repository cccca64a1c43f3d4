package org.transformerzoo.training.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.buffer.FlatBuffer;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.training.optimizer.UpdateRule.Block;
import org.transformerzoo.training.optimizer.UpdateRule.BlockUpdate;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/** Applies an {@link UpdateRule} in one pass over memory, block by block. */
public final class BlockOptimizer implements Optimizer {

  private final UpdateRule rule;
  private final List<ParameterGroup> groups;
  private final Thaw thaw;
  private final FlatBuffer values;
  private final FlatBuffer gradients;
  private final Map<String, FlatBuffer> state = new LinkedHashMap<>();
  private final int blockLength;
  private final float[] blockValues;
  private final float[] blockGradients;
  private final float[][] blockState;
  private long steps;

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
    for (String name : rule.stateNames()) {
      state.put(name, FlatBuffer.zeros(values.length()));
    }
    rule.statesThatBeginAsValues().forEach(name -> state.get(name).array().assign(values.array()));
    this.blockLength = rule.blockLength();
    this.blockValues = new float[blockLength];
    this.blockGradients = new float[blockLength];
    this.blockState = new float[state.size()][blockLength];
  }

  @Override
  public void step(double rateFactor, double gradientScale) {
    steps++;
    for (ParameterGroup group : groups) {
      for (Segment segment : group.segments()) {
        long own = steps - thaw.start(segment.parameter());
        if (own > 0) {
          BlockUpdate update =
              rule.at(
                  new StepCount(steps, own),
                  group.learningRate() * rateFactor,
                  group.weightDecay());
          update(segment, update, (float) gradientScale);
        }
      }
    }
  }

  private void update(Segment segment, BlockUpdate update, float gradientScale) {
    long end = segment.offset() + segment.length();
    for (long start = segment.offset(); start < end; start += blockLength) {
      int count = (int) Math.min(blockLength, end - start);
      read(start, count);
      scale(blockGradients, count, gradientScale);
      update.apply(new Block(blockValues, blockGradients, blockState, count));
      write(start, count);
    }
  }

  private void read(long start, int count) {
    values.read(start, blockValues, count);
    gradients.read(start, blockGradients, count);
    int i = 0;
    for (FlatBuffer buffer : state.values()) {
      buffer.read(start, blockState[i++], count);
    }
  }

  private void write(long start, int count) {
    values.write(start, blockValues, count);
    int i = 0;
    for (FlatBuffer buffer : state.values()) {
      buffer.write(start, blockState[i++], count);
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
    return rule.averageAfter(steps).map(name -> state.get(name).array());
  }

  @Override
  public void resumeAt(long stepsTaken) {
    steps = stepsTaken;
  }
}
