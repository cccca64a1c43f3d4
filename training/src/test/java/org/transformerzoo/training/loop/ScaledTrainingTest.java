package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.training.checkpoint.CheckpointFolder;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.precision.LossScale;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.training.precision.LossScaling;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** Training with a scaled loss: gradients that overflow are injected into a real run. */
class ScaledTrainingTest {

  private static final Path FOLDER = Path.of("src/test/resources/fixtures/trajectory");
  private static final LossScaling SCALING = new LossScaling(1024, 2, 0.5, 2);

  @TempDir private Path folder;

  /** A run of the fixture's model, whose gradients overflow in given micro-batches. */
  private static final class TestRun implements AutoCloseable {
    final FlatParameters parameters;
    final LossScaler scaler;
    final BlockOptimizer optimizer;
    final TrainingState state;
    private final GraphExecutor executor;
    private final TrainingStep step;

    TestRun(LossScaling scaling, Set<Long> overflows) {
      TransformerModel model = TransformerModel.load(FOLDER);
      parameters = model.parameters();
      scaler = new LossScaler(scaling);
      List<ParameterGroup> groups =
          new DecayGrouping(1e-3, 0.01, OptionalDouble.empty()).groups(parameters);
      AdamW rule = new AdamW(AdamSettings.withEpsilon(1e-6));
      optimizer = new BlockOptimizer(rule, parameters, groups);
      BatchIterator batches =
          BatchIterator.builder().dataset(TrajectoryData.read(FOLDER)).batchSize(6).build();
      state =
          new TrainingState(
              parameters,
              optimizer,
              new StepBatches(batches, 1),
              new ModelSelection(Metric.LOSS, 0, parameters),
              scaler);
      executor = model.executor(Mode.TRAINING);
      ExecutorGradients real = new ExecutorGradients(executor, 0);
      GradientComputation overflowing =
          (inputs, weight, pass) -> {
            double loss = real.accumulate(inputs, weight, pass);
            if (overflows.contains(pass.number())) {
              parameters.gradients().putScalar(0, Float.POSITIVE_INFINITY);
            }
            return loss;
          };
      WeightUpdate update =
          new WeightUpdate(
              parameters, groups, optimizer, new GradientClipping(1), (done, all) -> 1, 8);
      step =
          new TrainingStep(
              overflowing, model.specification().task().orElseThrow(), update, 1, scaler);
    }

    StepReport step() {
      StepReport report = step.take(state.step(), state.batches().next(state.step()));
      state.advance();
      return report;
    }

    void steps(int count) {
      for (int i = 0; i < count; i++) {
        step();
      }
    }

    float[] weights() {
      return parameters.values().dup().data().asFloat();
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  @Test
  void aScaleThatIsAPowerOfTwoChangesNoWeight() {
    try (TestRun plain = new TestRun(LossScaling.none(), Set.of());
        TestRun scaled = new TestRun(SCALING, Set.of())) {
      for (int i = 0; i < 4; i++) {
        StepReport expected = plain.step();
        assertThat(scaled.step()).isEqualTo(expected);
      }
      assertThat(scaled.weights()).isEqualTo(plain.weights());
      assertThat(scaled.scaler.scale()).isEqualTo(new LossScale(4096, 0, 0));
    }
  }

  @Test
  void anOverflowLeavesTheWeightsAndHalvesTheScale() {
    try (TestRun run = new TestRun(SCALING, Set.of(1L))) {
      run.step();
      float[] before = run.weights();
      run.step();
      assertThat(run.weights()).isEqualTo(before);
      assertThat(run.scaler.scale()).isEqualTo(new LossScale(512, 0, 1));
      assertThat(run.optimizer.steps()).isEqualTo(1);
      assertThat(run.step().gradientNorm()).isFinite();
      assertThat(run.weights()).isNotEqualTo(before);
    }
  }

  @Test
  void aRunThatIsContinuedKnowsItsScaleAndWhatItSkipped() {
    Set<Long> overflows = Set.of(1L, 4L);
    Map<String, String> fingerprint = Map.of("run", "test");
    CheckpointFolder checkpoints = new CheckpointFolder(folder);
    try (TestRun whole = new TestRun(SCALING, overflows);
        TestRun first = new TestRun(SCALING, overflows);
        TestRun second = new TestRun(SCALING, overflows)) {
      whole.steps(6);
      first.steps(3);
      new CheckpointListener(checkpoints, first.state, fingerprint, OptionalLong.empty()).save();

      second.state.restore(checkpoints.open(checkpoints.newestFirst().get(0)));
      assertThat(second.scaler.scale()).isEqualTo(new LossScale(512, 1, 1));
      second.steps(3);

      assertThat(second.scaler.scale()).isEqualTo(whole.scaler.scale());
      assertThat(second.scaler.scale().skipped()).isEqualTo(2);
      assertThat(second.optimizer.steps()).isEqualTo(4);
      assertThat(second.weights()).isEqualTo(whole.weights());
    }
  }

  @Test
  void anOverflowThatNoScaleHelpsIsAnError() {
    try (TestRun run = new TestRun(new LossScaling(2, 2, 0.5, 2), Set.of(0L, 1L))) {
      run.step();
      assertThatThrownBy(run::step)
          .isInstanceOf(TrainingFailedException.class)
          .hasMessageContaining("The gradient norm is Infinity in step 2");
    }
  }
}
