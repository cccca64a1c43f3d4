package org.transformerzoo.benchmarks.contender.own;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.benchmarks.workload.AdamConstants;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.GradientNorm;
import org.transformerzoo.training.optimizer.Optimizer;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** A training step as this project's training loop takes it. */
final class OwnStep {

  private final GraphExecutor executor;
  private final GradientNorm norm;
  private final GradientClipping clipping = new GradientClipping(AdamConstants.CLIP);
  private final Optimizer optimizer;

  OwnStep(GraphExecutor executor, FlatParameters parameters) {
    this.executor = executor;
    List<ParameterGroup> groups =
        new DecayGrouping(
                AdamConstants.LEARNING_RATE, AdamConstants.WEIGHT_DECAY, OptionalDouble.empty())
            .groups(parameters);
    this.norm = new GradientNorm(parameters, groups);
    AdamSettings settings =
        new AdamSettings(AdamConstants.BETA1, AdamConstants.BETA2, AdamConstants.EPSILON);
    this.optimizer = new BlockOptimizer(new AdamW(settings), parameters, groups);
  }

  /** Takes one step on {@code inputs}, labels included. */
  void take(Map<String, INDArray> inputs) {
    executor.computeGradients(inputs, 1, new RandomKey(0, "dropout", optimizer.steps()));
    optimizer.step(1, clipping.scale(norm.compute()));
  }
}
