package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.training.precision.LossScaling;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

class AccumulationTest {

  private static final Path FOLDER = Path.of("src/test/resources/fixtures/trajectory");
  private static final int EXAMPLES = 7;

  private final TransformerModel model = TransformerModel.load(FOLDER);

  private static TokenizedDataset data() {
    TokenizedDataset all = TrajectoryData.read(FOLDER);
    List<TokenizedExample> some = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      some.add(all.example(i));
    }
    return TokenizedDataset.of(some);
  }

  private StepReport step(int batchSize) {
    BatchIterator batches = BatchIterator.builder().dataset(data()).batchSize(batchSize).build();
    List<ParameterGroup> groups =
        new DecayGrouping(0, 0, OptionalDouble.empty()).groups(model.parameters());
    BlockOptimizer optimizer =
        new BlockOptimizer(new AdamW(AdamSettings.withEpsilon(1e-6)), model.parameters(), groups);
    WeightUpdate update =
        new WeightUpdate(
            model.parameters(), groups, optimizer, GradientClipping.none(), (k, n) -> 1, 1);
    TaskHead task = model.specification().task().orElseThrow();
    try (GraphExecutor executor = model.executor(Mode.TRAINING)) {
      StepBatch group = new StepBatches(batches, EXAMPLES).next(0);
      return new TrainingStep(
              new ExecutorGradients(executor, 0),
              task,
              update,
              EXAMPLES,
              new LossScaler(LossScaling.none()))
          .take(0, group);
    }
  }

  @Test
  void microBatchesWithAShortLastOneEqualTheLargeBatch() {
    StepReport whole = step(EXAMPLES);
    INDArray expected = model.parameters().gradients().dup();
    StepReport parts = step(3);
    INDArray actual = model.parameters().gradients();
    assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-6));
    assertThat(parts.gradientNorm()).isCloseTo(whole.gradientNorm(), within(1e-5));
    assertThat(parts.examples()).isEqualTo(EXAMPLES);
    double largest = expected.amaxNumber().doubleValue();
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5 * largest);
  }
}
