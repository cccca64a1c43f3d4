package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BertAdam;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.UpdateRule;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.training.precision.LossScaling;
import org.transformerzoo.training.schedule.LinearSchedule;
import org.transformerzoo.training.schedule.Schedule;
import org.transformerzoo.training.schedule.Warmup;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.verification.NpzFile;

/** The recorded courses of training in transformers and PyTorch, step by step. */
class TrajectoryTest {

  private static final Path FOLDER = Path.of("src/test/resources/fixtures/trajectory");
  private static final int BATCHES = 12;

  /**
   * Softmax cancels the key's bias, whose gradient is nothing but rounding errors; it moves far
   * less than one step at this learning rate, and is compared relative to that.
   */
  private static final double LEARNING_RATE = 2e-3;

  private static final AdamSettings ADAM = AdamSettings.withEpsilon(1e-6);
  private static final Schedule SCHEDULE = new LinearSchedule(new Warmup(2));

  private final Map<String, INDArray> expected =
      NpzFile.read(FOLDER.resolve("expected_trajectories.npz"));
  private final TokenizedDataset data = TrajectoryData.read(FOLDER);
  private final TransformerModel model = TransformerModel.load(FOLDER);
  private final INDArray start = model.parameters().values().dup();

  @Test
  void adamWWithBiasCorrection() {
    verify("adamw", new AdamW(ADAM), SCHEDULE, 1);
  }

  @Test
  void gradientsOfThreeBatchesAccumulated() {
    Schedule everyThird = (step, total) -> SCHEDULE.factor(3 * step, BATCHES);
    verify("adamw_accumulate_3", new AdamW(ADAM), everyThird, 3);
  }

  @Test
  void bertAdamWithoutBiasCorrection() {
    verify("bertadam_no_bias_correction", new BertAdam(ADAM), SCHEDULE, 1);
  }

  private void verify(String name, UpdateRule rule, Schedule schedule, int accumulation) {
    List<StepReport> reports = train(rule, schedule, accumulation);
    INDArray losses = expected.get(name + "/losses").reshape(-1, accumulation).mean(1);
    INDArray norms = expected.get(name + "/grad_norms");
    assertThat(reports).hasSize(BATCHES / accumulation);
    for (int i = 0; i < reports.size(); i++) {
      StepReport report = reports.get(i);
      assertThat(report.loss()).as("loss %d", i).isCloseTo(losses.getDouble(i), within(1e-3));
      assertThat(report.gradientNorm())
          .as("norm %d", i)
          .isCloseTo(norms.getDouble(i), within(1e-3));
    }
    verifyLogits(expected.get(name + "/final_logits"));
    verifyDistances(expected.get(name + "/distance_to_start"));
  }

  private void verifyLogits(INDArray logits) {
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      INDArray actual =
          executor
              .output(ModelInputs.of(batches().next()), List.of(TaskHead.LOGITS))
              .get(TaskHead.LOGITS);
      assertThat(actual.sub(logits).amaxNumber().doubleValue()).isLessThan(2e-3);
    }
  }

  /** The fixture lists the parameters in the order in which the model declares them. */
  private void verifyDistances(INDArray distances) {
    FlatParameters parameters = model.parameters();
    for (int i = 0; i < parameters.segments().size(); i++) {
      String name = TrajectoryData.parameterName(FOLDER, i);
      INDArray before = FlatParameters.view(start, parameters.segment(name));
      double distance = parameters.value(name).distance2(before);
      double reference = distances.getDouble(i);
      assertThat(distance)
          .as(name)
          .isCloseTo(reference, within(0.01 * Math.max(reference, LEARNING_RATE)));
    }
  }

  private List<StepReport> train(UpdateRule rule, Schedule schedule, int accumulation) {
    FlatParameters parameters = model.parameters();
    List<ParameterGroup> groups =
        new DecayGrouping(LEARNING_RATE, 0.01, OptionalDouble.empty()).groups(parameters);
    BlockOptimizer optimizer = new BlockOptimizer(rule, parameters, groups);
    LossScaler scaler = new LossScaler(LossScaling.none());
    TrainingState state =
        new TrainingState(
            parameters,
            optimizer,
            new StepBatches(batches(), accumulation),
            new ModelSelection(Metric.LOSS, 0, parameters),
            scaler);
    long steps = BATCHES / accumulation;
    WeightUpdate update =
        new WeightUpdate(parameters, groups, optimizer, new GradientClipping(1), schedule, steps);
    List<StepReport> reports = new ArrayList<>();
    TrainingListener recorder =
        new TrainingListener() {
          @Override
          public void stepped(StepReport report) {
            reports.add(report);
          }
        };
    try (GraphExecutor executor = model.executor(Mode.TRAINING)) {
      TaskHead task = model.specification().task().orElseThrow();
      TrainingPlan plan = new TrainingPlan(steps, steps, OptionalLong.empty(), 1);
      TrainingStep step =
          new TrainingStep(new ExecutorGradients(executor, 0), task, update, accumulation, scaler);
      new Trainer(plan, state, step, () -> Map.of("loss", 0.0), List.of(recorder)).train();
    }
    return reports;
  }

  private BatchIterator batches() {
    return BatchIterator.builder().dataset(data).batchSize(6).build();
  }
}
