package org.transformerzoo.zoo.execution;

import java.util.Collection;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs one graph on one set of parameters. Inputs are named by placeholder; integer inputs are
 * int32 or int64, masks and float labels float32.
 */
public interface GraphExecutor extends AutoCloseable {

  /**
   * The values of {@code outputs}. Dropout masks, if the graph has any, must be among the inputs or
   * are taken as all ones.
   */
  Map<String, INDArray> output(Map<String, INDArray> inputs, Collection<String> outputs);

  /**
   * Adds {@code weight} · ∂loss/∂θ to the flat gradient buffer, for every parameter.
   *
   * @param inputs one micro-batch with its labels
   * @param weight the share of this micro-batch in the gradient
   * @param masks the random stream that dropout draws from
   * @return the loss, not weighted
   */
  double accumulateGradients(Map<String, INDArray> inputs, double weight, RandomKey masks);

  /**
   * Sets the gradients of all parameters that are trained to {@code weight} · ∂loss/∂θ, whatever
   * they were: what {@link #accumulateGradients} does after zeros were written, in one pass.
   *
   * @param inputs one micro-batch with its labels
   * @param weight the share of this micro-batch in the gradient
   * @param masks the random stream that dropout draws from
   * @return the loss, not weighted
   */
  double computeGradients(Map<String, INDArray> inputs, double weight, RandomKey masks);

  @Override
  void close();
}
