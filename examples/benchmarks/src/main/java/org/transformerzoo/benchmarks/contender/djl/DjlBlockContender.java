package org.transformerzoo.benchmarks.contender.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import java.util.List;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.Setup;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;

/**
 * DJL's own transformer blocks. They normalise by BatchNorm, so their numbers are others; there are
 * no embeddings, no head and no padding in this contender.
 */
public final class DjlBlockContender implements Contender {

  private final NDManager manager = NDManager.newBaseManager(DjlContender.ENGINE);
  private final SequentialBlock blocks = new SequentialBlock();
  private final ParameterStore parameters = new ParameterStore(manager, false);
  private final NDArray input;
  private final boolean training;
  private DjlAdam adam;

  /** Makes blocks with random weights. */
  public DjlBlockContender(Setup setup) {
    Sizes sizes = setup.sizes();
    this.training = setup.training();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      blocks.add(
          new TransformerEncoderBlock(
              sizes.hidden(), sizes.heads(), sizes.intermediate(), 0, Activation::gelu));
    }
    Shape shape = new Shape(sizes.batch(), sizes.length(), sizes.hidden());
    blocks.setInitializer(new NormalInitializer(), Parameter.Type.WEIGHT);
    blocks.initialize(manager, DataType.FLOAT32, shape);
    this.input = manager.randomNormal(shape);
  }

  @Override
  public void run(Work work) {
    switch (work) {
      case FORWARD -> hidden();
      case GRADIENTS -> gradients();
      case STEP -> step();
      case EPOCH, GENERATION, LOADING ->
          throw new UnsupportedOperationException("There is one batch, no epoch");
    }
  }

  @Override
  public void tell(Work work, Results results) {
    // Its mathematics is another.
  }

  private void hidden() {
    try (NDManager temporary = manager.newSubManager()) {
      input.attach(temporary);
      forward();
      input.attach(manager);
    }
  }

  private void gradients() {
    try (NDManager temporary = manager.newSubManager();
        GradientCollector collector =
            Engine.getEngine(DjlContender.ENGINE).newGradientCollector()) {
      input.attach(temporary);
      collector.backward(forward().square().sum());
      input.attach(manager);
    }
  }

  private NDArray forward() {
    return blocks.forward(parameters, new NDList(input), training).singletonOrThrow();
  }

  private void step() {
    gradients();
    if (adam == null) {
      adam = new DjlAdam(manager, trained());
    }
    adam.step();
  }

  private List<NDArray> trained() {
    return blocks.getParameters().values().stream()
        .map(Parameter::getArray)
        .filter(NDArray::hasGradient)
        .toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
