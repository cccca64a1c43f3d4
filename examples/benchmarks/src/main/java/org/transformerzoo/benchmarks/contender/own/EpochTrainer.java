package org.transformerzoo.benchmarks.contender.own;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.benchmarks.batching.Epoch;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.TransformerModel;

/** Trains a classifier with random weights on epochs of batches, with dropout, and takes times. */
public final class EpochTrainer implements AutoCloseable {

  private static final double NANOSECOND = 1e-9;

  private final TransformerConfig config;
  private final GraphExecutor executor;
  private final OwnStep step;
  private final Set<List<Long>> shapes = new HashSet<>();

  /** Makes the model. */
  public EpochTrainer(Sizes sizes) {
    TransformerModel model = OwnModel.create(sizes);
    this.config = model.specification().config();
    this.executor = model.executor(Mode.TRAINING);
    this.step = new OwnStep(executor, model.parameters());
  }

  /** The sizes of the model. */
  public TransformerConfig config() {
    return config;
  }

  /**
   * Takes a step with a batch of each shape that is new, which compiles its plan.
   *
   * @param batches by their shapes
   */
  public void prepare(Map<List<Long>, MultiDataSet> batches) {
    batches.forEach(
        (shape, batch) -> {
          if (shapes.add(shape)) {
            step.take(ModelInputs.of(batch));
          }
        });
  }

  /** Trains on the batches that are left of an epoch. */
  public Epoch train(BatchIterator batches) {
    long begin = System.nanoTime();
    long waited = 0;
    while (true) {
      long asked = System.nanoTime();
      MultiDataSet batch = batches.hasNext() ? batches.next() : null;
      waited += System.nanoTime() - asked;
      if (batch == null) {
        return new Epoch((System.nanoTime() - begin) * NANOSECOND, waited * NANOSECOND);
      }
      step.take(ModelInputs.of(batch));
    }
  }

  @Override
  public void close() {
    executor.close();
  }
}
