package org.transformerzoo.training.gradient;

import java.util.Map;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.zoo.execution.GraphExecutor;

/**
 * The gradients of a graph of which one part after the other joins: each stage has plans of its
 * own, in which nothing is computed for what has not joined yet.
 */
public final class StagedGradients implements GradientComputation, AutoCloseable {

  private final Thaw thaw;
  private final int accumulation;
  private final IntFunction<GraphExecutor> executors;
  private final long seed;
  private int stage = -1;
  private GraphExecutor executor;

  /**
   * Makes an executor when its stage comes, and closes that of the stage before.
   *
   * @param accumulation the most micro-batches of a step
   * @param executors by the stages of {@code thaw}
   * @param seed from which dropout masks are drawn
   */
  public StagedGradients(
      Thaw thaw, int accumulation, IntFunction<GraphExecutor> executors, long seed) {
    this.thaw = thaw;
    this.accumulation = accumulation;
    this.executors = executors;
    this.seed = seed;
  }

  @Override
  public double accumulate(Map<String, INDArray> inputs, double weight, Pass pass) {
    int current = thaw.stage(pass.number() / accumulation);
    if (current != stage) {
      close();
      executor = executors.apply(current);
      stage = current;
    }
    return new ExecutorGradients(executor, seed).accumulate(inputs, weight, pass);
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }
}
