package org.transformerzoo.benchmarks.contender.own;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.benchmarks.workload.AdamConstants;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.GradientComputation.Pass;
import org.transformerzoo.training.gradient.Mixout;
import org.transformerzoo.training.gradient.MixoutGradients;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.GradientNorm;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** Steps with one feature, in their two parts: gradients, and what is done with them. */
public final class FeatureStep implements AutoCloseable {

  private final FlatParameters parameters;
  private final GraphExecutor executor;
  private final GradientComputation computation;
  private final GradientNorm norm;
  private final BlockOptimizer optimizer;
  private final GradientClipping clipping = new GradientClipping(AdamConstants.CLIP);
  private final Map<String, INDArray> inputs;

  /** A new model with the feature. */
  public FeatureStep(Sizes sizes, StepFeature feature) {
    TransformerModel model = OwnModel.create(sizes);
    this.parameters = model.parameters();
    List<ParameterGroup> groups = feature.grouping(sizes.layers()).groups(parameters);
    Set<String> trained = new HashSet<>();
    groups.forEach(group -> group.segments().forEach(s -> trained.add(s.parameter().name())));
    // Mixout takes the place of dropout.
    Mode mode = feature.mixout().isEmpty() ? Mode.TRAINING : Mode.GRADIENT;
    this.executor =
        model.executor(mode, ExecutorKind.PLAN, feature.options().withTrainable(trained::contains));
    this.computation = computation(feature);
    this.norm = new GradientNorm(parameters, groups);
    this.optimizer = new BlockOptimizer(feature.rule(), parameters, groups);
    this.inputs = OwnBatch.labelled(new Batch(sizes));
  }

  private GradientComputation computation(StepFeature feature) {
    GradientComputation plain = new ExecutorGradients(executor, 0);
    return feature.mixout().isEmpty()
        ? plain
        : new MixoutGradients(
            plain, new Mixout(feature.mixout().get(0), parameters), parameters, 0);
  }

  /** Computes the gradients of the batch. */
  public void gradients() {
    computation.accumulate(inputs, 1, new Pass(optimizer.steps(), true));
  }

  /** Clips and updates. */
  public void update() {
    optimizer.step(1, clipping.scale(norm.compute()));
  }

  /** The bytes that the optimizer alone reads and writes in a step. */
  public long updateBytes() {
    long values = parameters.values().length();
    // Values and state are read and written, gradients are read.
    return values * Float.BYTES * (2L * (1 + optimizer.state().size()) + 1);
  }

  /** Takes the optimizer's step alone. */
  public void optimizerStep() {
    optimizer.step(1, 1);
  }

  /** Copies one of the flat buffers to another one, as fast as the memory allows. */
  public long copy() {
    parameters.gradients().assign(parameters.values());
    return 2L * parameters.values().length() * Float.BYTES;
  }

  @Override
  public void close() {
    executor.close();
  }
}
