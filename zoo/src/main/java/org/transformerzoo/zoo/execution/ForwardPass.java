package org.transformerzoo.zoo.execution;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training step between its two halves: something outside of the graph has read the outputs, and
 * says by the inputs that were left open which gradients it wants. For one thread at a time.
 */
public interface ForwardPass extends AutoCloseable {

  /** The values that were asked for, by name. They stay when this is closed. */
  Map<String, INDArray> outputs();

  /**
   * Sets the gradients of all parameters that are trained to {@code weight} · ∂loss/∂θ, as {@link
   * GraphExecutor#computeGradients} does with all inputs at once. It can be asked for once.
   *
   * @param open the inputs that were left open, in the shapes that they had
   * @param weight the share of this micro-batch in the gradient
   * @return the loss, not weighted
   * @throws IllegalStateException if it was asked for before, or after {@link #close}
   */
  double computeGradients(Map<String, INDArray> open, double weight);

  /** Gives up what was kept for the gradients. */
  @Override
  void close();
}
