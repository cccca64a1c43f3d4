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
   * The values of {@code outputs} with dropout: what the loss is computed from when gradients are
   * asked for with the same inputs and {@code masks}.
   *
   * @param masks the random stream that dropout draws from
   */
  Map<String, INDArray> output(
      Map<String, INDArray> inputs, Collection<String> outputs, RandomKey masks);

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

  /**
   * The first half of {@link #computeGradients}, where some inputs follow from outputs: what the
   * outputs are now, with dropout, and the gradients when the inputs are known.
   *
   * @param inputs one micro-batch; of those that are open the shapes count alone
   * @param outputs values that do not depend on what is open
   * @param open the names of the inputs whose values are told later
   * @param masks the random stream that dropout draws from
   * @throws IllegalArgumentException if an output depends on what is open
   */
  ForwardPass forward(
      Map<String, INDArray> inputs,
      Collection<String> outputs,
      Collection<String> open,
      RandomKey masks);

  /**
   * What the graph computes, and the gradient of its loss with respect to looked-up vectors.
   * Parameters and their gradients stay as they are. There is no dropout.
   *
   * @param inputs with what the loss needs; the rows of a lookup may be among them, in place of
   *     those that its ids select
   * @param outputs the values to compute
   * @param lookups the {@link ExecutableGraph.Lookup#rows} to differentiate by, at least one
   */
  Differentiated differentiate(
      Map<String, INDArray> inputs, Collection<String> outputs, Collection<String> lookups);

  /**
   * What {@link #differentiate} gives.
   *
   * @param outputs values by name
   * @param gradients by the name of the rows, [batch·length, width] each
   */
  record Differentiated(Map<String, INDArray> outputs, Map<String, INDArray> gradients) {}

  @Override
  void close();
}
