package org.transformerzoo.training.gradient;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;

/**
 * The gradients of the graph as it is.
 *
 * @param executor runs the training graph
 * @param seed from which dropout masks are drawn, afresh for each micro-batch
 */
public record ExecutorGradients(GraphExecutor executor, long seed) implements GradientComputation {

  @Override
  public double accumulate(Map<String, INDArray> inputs, double weight, Pass pass) {
    RandomKey masks = new RandomKey(seed, "dropout", pass.number());
    return pass.first()
        ? executor.computeGradients(inputs, weight, masks)
        : executor.accumulateGradients(inputs, weight, masks);
  }
}
