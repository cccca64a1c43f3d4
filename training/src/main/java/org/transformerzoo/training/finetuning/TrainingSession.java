package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.checkpoint.CheckpointFolder;
import org.transformerzoo.training.checkpoint.DamagedCheckpointException;
import org.transformerzoo.training.checkpoint.SavedCheckpoint;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.TaskSelection;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.StagedGradients;
import org.transformerzoo.training.group.GroupTable;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.training.loop.CheckpointListener;
import org.transformerzoo.training.loop.MetricsLog;
import org.transformerzoo.training.loop.ModelSelection;
import org.transformerzoo.training.loop.StepBatches;
import org.transformerzoo.training.loop.TaskGradients;
import org.transformerzoo.training.loop.TaskSampling;
import org.transformerzoo.training.loop.TrainedParameters;
import org.transformerzoo.training.loop.Trainer;
import org.transformerzoo.training.loop.TrainingFailedException;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.training.loop.TrainingResult;
import org.transformerzoo.training.loop.TrainingState;
import org.transformerzoo.training.loop.TrainingStep;
import org.transformerzoo.training.loop.WeightUpdate;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientNorm;
import org.transformerzoo.training.optimizer.Optimizer;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.training.precision.LossScaling;
import org.transformerzoo.training.schedule.Warmup;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.MultiTaskModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * The training of one or several tasks on given batches, begun or continued, with all its parts.
 */
final class TrainingSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingSession.class);

  private final FineTuningConfiguration configuration;
  private final MultiTaskModel model;
  private final List<TaskBatches> batches;
  private final FlatParameters parameters;
  private final TrainingPlan plan;
  private final TrainingRecipe recipe;
  private final List<ParameterGroup> groups;
  private final Thaw thaw;
  private final Optimizer optimizer;
  private final LossScaler scaler = new LossScaler(LossScaling.none());
  private final TrainingState state;
  private final List<TrainedTask> tasks = new ArrayList<>();

  /**
   * Puts the parts together.
   *
   * @param batches of each task of {@code model}, in its order; closed with this session
   */
  TrainingSession(
      FineTuningConfiguration configuration, MultiTaskModel model, List<TaskBatches> batches) {
    this.configuration = configuration;
    this.model = model;
    this.batches = List.copyOf(batches);
    this.parameters = model.parameters();
    this.plan =
        TrainingPlan.of(
            configuration,
            batches.stream().mapToInt(task -> task.train().batchesPerEpoch()).toArray());
    this.recipe = new TrainingRecipe(configuration);
    this.groups = recipe.groups(parameters);
    this.thaw = recipe.thaw(parameters, plan.totalSteps());
    this.optimizer = new BlockOptimizer(recipe.rule(plan), parameters, groups, thaw);
    this.state =
        new TrainingState(
            parameters,
            optimizer,
            stepBatches(batches),
            new ModelSelection(
                configuration.metric(), configuration.get(EvaluationSettings.PATIENCE), parameters),
            scaler);
    requireWarmupWithinRun();
    GradientRecipe gradients = new GradientRecipe(configuration);
    BiFunction<GradientComputation, FlatParameters, GradientComputation> regularizer =
        gradients.regularizer(parameters);
    for (TaskBatches task : batches) {
      int index = tasks.size();
      StagedGradients plain =
          new StagedGradients(
              thaw,
              configuration.get(TrainingSettings.ACCUMULATION),
              stage -> executor(index, stage, gradients),
              configuration.get(TrainingSettings.SEED));
      GradientComputation regularized = regularizer.apply(plain, model.training().get(index));
      tasks.add(new TrainedTask(task, model.tasks().get(index), plain, regularized));
    }
    LOG.info("Parameter groups:\n{}", GroupTable.of(parameters, groups));
  }

  private StepBatches stepBatches(List<TaskBatches> batches) {
    TaskSampling sampling =
        TaskSampling.named(
            configuration.find(MultiTaskSettings.TASK_SAMPLING).orElse(TaskSampling.names().get(0)),
            batches.stream().map(task -> (long) task.train().examplesPerEpoch()).toList(),
            plan,
            configuration.dataSeed());
    return new StepBatches(
        batches.stream().map(TaskBatches::train).toList(),
        sampling,
        configuration.get(TrainingSettings.ACCUMULATION));
  }

  /** Gradients are computed for what is in a group and has joined. */
  private GraphExecutor executor(int task, int stage, GradientRecipe gradients) {
    Set<Long> places =
        groups.stream()
            .flatMap(group -> group.segments().stream())
            .filter(segment -> thaw.joined(segment.parameter(), stage))
            .map(Segment::offset)
            .collect(Collectors.toSet());
    FlatParameters own = model.training().get(task);
    Predicate<String> always = gradients.always(parameters);
    PlanOptions options =
        PlanOptions.defaults()
            .withTrainable(name -> always.test(name) || places.contains(own.segment(name).offset()))
            .withCheckpointing(configuration.get(TrainingSettings.CHECKPOINTING).equals("true"))
            .withPrecision(configuration.precision());
    return model.executor(task, gradients.mode(), configuration.executor(), options);
  }

  private void requireWarmupWithinRun() {
    Warmup warmup = recipe.warmup();
    long rising = warmup.steps(plan.totalSteps());
    if (rising > 0 && warmup.amount() >= 1 && rising >= plan.totalSteps()) {
      throw new InvalidSettingException(
          "warmup is %d steps, expected fewer than the %d steps of the run"
              .formatted(rising, plan.totalSteps()));
    }
  }

  /** Trains to the end; the model then has its best weights. */
  TrainingResult train(
      RunFolder folder,
      Map<String, String> fingerprint,
      List<? extends TrainingListener> listeners) {
    CheckpointFolder checkpoints = new CheckpointFolder(folder.checkpoints());
    if (configuration.get(TrainingSettings.RESUME).equals("never")) {
      folder.clear();
    }
    resume(checkpoints, fingerprint);
    CheckpointListener saving =
        new CheckpointListener(checkpoints, state, fingerprint, checkpointSteps());
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(new MetricsLog(folder.metrics()));
    all.add(saving);
    TrainedParameters trained = new TrainedParameters(parameters, groups);
    all.forEach(listener -> listener.prepared(trained));
    try {
      return new Trainer(plan, state, step(), this::evaluate, all).train();
    } catch (TrainingFailedException e) {
      throw withLastGood(e, checkpoints, saving);
    }
  }

  private TrainingStep step() {
    List<TaskGradients> gradients = new ArrayList<>();
    for (TrainedTask task : tasks) {
      gradients.add(task.gradients(model.gradientsOfOthers(gradients.size())));
    }
    return new TrainingStep(
        gradients,
        new WeightUpdate(
            new GradientNorm(parameters, groups, thaw),
            groups.get(0).learningRate(),
            optimizer,
            recipe.clipping(),
            recipe.schedule(plan.totalSteps()),
            plan.totalSteps()),
        configuration.get(TrainingSettings.ACCUMULATION),
        scaler);
  }

  private Map<String, Double> evaluate() {
    return TaskSelection.combine(
        configuration.tasks(), tasks.stream().map(TrainedTask::evaluate).toList());
  }

  private OptionalLong checkpointSteps() {
    return configuration
        .find(TrainingSettings.CHECKPOINT_STEPS)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Restores the latest checkpoint that is whole, if there are any. */
  private void resume(CheckpointFolder checkpoints, Map<String, String> fingerprint) {
    List<Path> newestFirst = checkpoints.newestFirst();
    for (Path folder : newestFirst) {
      try {
        SavedCheckpoint checkpoint = checkpoints.open(folder);
        requireSameRun(checkpoint, fingerprint);
        state.restore(checkpoint);
        LOG.info("Going on from step {} of {}", state.step(), folder);
        return;
      } catch (DamagedCheckpointException e) {
        LOG.warn("Passing over a damaged checkpoint: {}", e.getMessage());
      }
    }
    if (!newestFirst.isEmpty()) {
      throw new InvalidSettingException(
          "All checkpoints beside "
              + newestFirst.get(0)
              + " are damaged; set resume to never to begin anew");
    }
  }

  private static void requireSameRun(SavedCheckpoint checkpoint, Map<String, String> fingerprint) {
    List<String> differences = Fingerprint.differences(checkpoint.fingerprint(), fingerprint);
    if (!differences.isEmpty()) {
      throw new InvalidSettingException(
          "The interrupted run in %s cannot be continued: %s; restore that, choose another output, "
                  .formatted(checkpoint.folder(), String.join(", ", differences))
              + "or set resume to never to begin anew");
    }
  }

  /** Keeps the state before the failed step if nothing else was kept, and tells where it is. */
  private TrainingFailedException withLastGood(
      TrainingFailedException failure, CheckpointFolder checkpoints, CheckpointListener saving) {
    boolean finite = Double.isFinite(parameters.values().sumNumber().doubleValue());
    if (checkpoints.newestFirst().isEmpty() && finite) {
      saving.save();
    }
    List<Path> kept = checkpoints.newestFirst();
    String where =
        kept.isEmpty() ? "there is no checkpoint" : "the last good state is " + kept.get(0);
    return new TrainingFailedException(failure.getMessage() + "; " + where, failure);
  }

  @Override
  public void close() {
    tasks.forEach(TrainedTask::close);
    batches.forEach(task -> task.train().close());
  }
}
