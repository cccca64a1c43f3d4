package org.transformerzoo.training.gradient;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a micro-batch becomes gradients: by the graph alone, or by the graph inside of something that
 * regularizes. Whatever it does to the weights meanwhile, they are afterwards as they were.
 */
@FunctionalInterface
public interface GradientComputation {

  /**
   * A place in the sequence of micro-batches.
   *
   * @param number of the micro-batch since training began, from which random streams are keyed
   * @param first whether it is the first of its step, so that the gradients of the last step are to
   *     go
   */
  record Pass(long number, boolean first) {}

  /**
   * Computes {@code weight} · ∂loss/∂θ; in the first pass of a step it replaces what the flat
   * gradient buffer holds, in later ones it is added.
   *
   * @param inputs the micro-batch with its labels
   * @param weight the share of the micro-batch in the step
   * @return the loss, not weighted
   */
  double accumulate(Map<String, INDArray> inputs, double weight, Pass pass);
}
