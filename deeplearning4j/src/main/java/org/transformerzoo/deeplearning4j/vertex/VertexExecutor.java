package org.transformerzoo.deeplearning4j.vertex;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.ForwardPass;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * What a vertex computes with: the pooled vectors of a batch, and in training what is kept of them
 * for their gradients. It knows nothing of the vertex, so that it can be closed when the vertex is
 * gone.
 */
final class VertexExecutor implements AutoCloseable {

  /** For each shape of a batch: outputs, and outputs that gradients follow. */
  private static final int PLANS_A_SHAPE = 2;

  private final GraphExecutor executor;
  private final long width;
  private ForwardPass step;

  VertexExecutor(ModelSpecification specification, long width, FlatParameters parameters) {
    PlanOptions options = PlanOptions.defaults();
    this.executor =
        ExecutorKind.PLAN.create(
            ModelGraph.pooledScore(specification, Mode.TRAINING).executable(),
            parameters,
            options.withPlans(PLANS_A_SHAPE * options.plans()));
    this.width = width;
  }

  /** What compiles and runs the graph. */
  GraphExecutor executor() {
    return executor;
  }

  /** The pooled vectors without dropout, [batch, width]. */
  INDArray output(Map<String, INDArray> inputs) {
    forgetStep();
    return executor.output(inputs, List.of(ModelGraph.POOLED)).get(ModelGraph.POOLED);
  }

  /** The pooled vectors with dropout, [batch, width], of which no gradient is asked for. */
  INDArray output(Map<String, INDArray> inputs, RandomKey masks) {
    forgetStep();
    return executor.output(inputs, List.of(ModelGraph.POOLED), masks).get(ModelGraph.POOLED);
  }

  /** The pooled vectors with dropout, [batch, width], for {@link #computeGradients}. */
  INDArray forward(Map<String, INDArray> inputs, RandomKey masks) {
    forgetStep();
    long batch = inputs.get(TokenInputs.INPUT_IDS).size(0);
    inputs.put(ModelGraph.DIRECTION, Nd4j.zeros(DataType.FLOAT, batch, width));
    List<String> open = List.of(ModelGraph.DIRECTION);
    step = executor.forward(inputs, List.of(ModelGraph.POOLED), open, masks);
    return step.outputs().get(ModelGraph.POOLED);
  }

  /**
   * Sets the gradients of all parameters.
   *
   * @param epsilon ∂loss/∂(pooled vectors), [batch, width]
   * @param inputs those of the forward pass, if there is nothing left of it
   * @param masks those of the forward pass
   */
  void computeGradients(INDArray epsilon, Supplier<Map<String, INDArray>> inputs, RandomKey masks) {
    if (step == null) {
      forward(inputs.get(), masks);
    }
    step.computeGradients(Map.of(ModelGraph.DIRECTION, epsilon), 1);
    forgetStep();
  }

  private void forgetStep() {
    if (step != null) {
      step.close();
      step = null;
    }
  }

  @Override
  public void close() {
    forgetStep();
    executor.close();
  }
}
