package org.transformerzoo.training.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * One of ND4J's own updaters, with ND4J's constants; learning rate and schedule are those of the
 * run. Its state lies in blocks as ND4J lays it out, so that it can be wrapped and resumed like any
 * other rule. Weight decay is that of ND4J's {@code WeightDecay}: p ← p − update − lr·wd·p.
 *
 * @param updater an elementwise updater, which all of ND4J's are
 */
public record Nd4jUpdaterRule(IUpdater updater) implements UpdateRule {

  /** Large, because each call into ND4J costs some microseconds. */
  private static final int BLOCK = 1 << 18;

  @Override
  public List<String> stateNames() {
    int arrays = Math.toIntExact(updater.stateSize(BLOCK) / BLOCK);
    return IntStream.range(0, arrays).mapToObj(i -> "nd4j-" + i).toList();
  }

  @Override
  public int blockLength() {
    return BLOCK;
  }

  @Override
  public BlockUpdate at(StepCount step, double learningRate, double weightDecay) {
    IUpdater scheduled = updater.clone();
    if (scheduled.hasLearningRate()) {
      scheduled.setLrAndSchedule(learningRate, null);
    }
    int iteration = Math.toIntExact(step.own() - 1);
    float decay = (float) (learningRate * weightDecay);
    int own = stateNames().size(); // further arrays are those of rules around this one
    return block -> apply(scheduled, block, Arrays.copyOf(block.state(), own), iteration, decay);
  }

  private static void apply(
      IUpdater updater, Block block, float[][] arrays, int iteration, float decay) {
    int count = block.count();
    INDArray gradient = row(block.gradients(), count);
    INDArray state = joined(arrays, count);
    if (state == null) {
      updater.instantiate((INDArray) null, false).applyUpdater(gradient, iteration, 0);
    } else {
      GradientUpdater<?> bound = updater.instantiate(state, iteration == 0);
      bound.applyUpdater(gradient, iteration, 0);
      split(state.data().asFloat(), arrays, count);
      state.close();
    }
    float[] update = gradient.data().asFloat();
    gradient.close();
    float[] values = block.values();
    for (int i = 0; i < count; i++) {
      values[i] -= update[i] + decay * values[i];
    }
  }

  private static INDArray row(float[] numbers, int count) {
    return Nd4j.createFromArray(Arrays.copyOf(numbers, count)).reshape(1, count);
  }

  /** The arrays of a block one after the other, as ND4J wants them: [1, arrays·count]. */
  private static INDArray joined(float[][] state, int count) {
    if (state.length == 0) {
      return null;
    }
    float[] joined = new float[state.length * count];
    for (int i = 0; i < state.length; i++) {
      System.arraycopy(state[i], 0, joined, i * count, count);
    }
    return Nd4j.createFromArray(joined).reshape(1, joined.length);
  }

  private static void split(float[] joined, float[][] state, int count) {
    for (int i = 0; i < state.length; i++) {
      System.arraycopy(joined, i * count, state[i], 0, count);
    }
  }
}
