package org.transformerzoo.zoo.execution;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A forward pass that is computed once more for its gradients. */
final class RepeatedForwardPass implements ForwardPass {

  private final GraphExecutor executor;
  private final Map<String, INDArray> inputs;
  private final Map<String, INDArray> outputs;
  private final RandomKey masks;
  private boolean over;

  RepeatedForwardPass(
      GraphExecutor executor,
      Map<String, INDArray> inputs,
      Map<String, INDArray> outputs,
      RandomKey masks) {
    this.executor = executor;
    this.inputs = Map.copyOf(inputs);
    this.outputs = Map.copyOf(outputs);
    this.masks = masks;
  }

  @Override
  public Map<String, INDArray> outputs() {
    return outputs;
  }

  @Override
  public double computeGradients(Map<String, INDArray> open, double weight) {
    if (over) {
      throw new IllegalStateException("The forward pass is over");
    }
    over = true;
    Map<String, INDArray> all = new HashMap<>(inputs);
    all.putAll(open);
    return executor.computeGradients(all, weight, masks);
  }

  @Override
  public void close() {
    over = true;
  }
}
