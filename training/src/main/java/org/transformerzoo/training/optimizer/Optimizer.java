package org.transformerzoo.training.optimizer;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Changes parameter values by their gradients. It is bound to the flat buffers of one model and to
 * its groups when it is made. Equal buffers and equal step counts give equal results, bit for bit.
 */
public interface Optimizer {

  /**
   * Takes one step.
   *
   * @param rateFactor what the learning rate of every group is multiplied with, at least 0
   * @param gradientScale what every gradient is multiplied with first, as clipping asks for; the
   *     gradient buffer itself is left as it is
   */
  void step(double rateFactor, double gradientScale);

  /** How many steps were taken. */
  long steps();

  /**
   * What the optimizer remembers between steps, by name: float32, flat, with a place for each value
   * that is trained. A checkpoint saves these arrays, and a resumed run fills them.
   */
  Map<String, INDArray> state();

  /**
   * The weights to evaluate and keep in place of the current ones, laid out like them, if the
   * optimizer averages weights and has begun to.
   */
  Optional<INDArray> average();

  /** Declares that the arrays of {@link #state()} are those after {@code steps} steps. */
  void resumeAt(long steps);
}
