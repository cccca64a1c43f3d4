package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.loop.StepBatches;
import org.transformerzoo.training.loop.StepSequence;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.training.loop.TrainingStep;
import org.transformerzoo.training.loop.WeightUpdate;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.training.precision.LossScaling;
import org.transformerzoo.training.search.LearningRateCurve;
import org.transformerzoo.training.search.LearningRateFinder;
import org.transformerzoo.training.search.LearningRateRange;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.MultiTaskModel;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * A range test with model, data, groups and optimizer of a fine-tuning run. The rates of all groups
 * rise in proportion. Nothing of the run itself is written.
 */
public final class LearningRateSearch {

  private static final List<Setting<Path>> REQUIRED =
      List.of(ModelSettings.MODEL, DataSettings.TRAIN);

  private final FineTuningConfiguration configuration;
  private final LearningRateFinder finder;

  private LearningRateSearch(FineTuningConfiguration configuration, LearningRateRange range) {
    this.configuration = configuration;
    this.finder = new LearningRateFinder(range);
  }

  /**
   * Runs the test.
   *
   * @param configuration of which model and train must be set
   * @throws InvalidSettingException if a setting is missing or cannot be used
   */
  public static LearningRateCurve run(
      FineTuningConfiguration configuration, LearningRateRange range) {
    if (configuration.isGiven(MultiTaskSettings.TASKS)) {
      throw new InvalidSettingException(
          "tasks is set, a learning rate is looked for with one task, expected train");
    }
    String missing =
        REQUIRED.stream()
            .filter(setting -> !configuration.isGiven(setting))
            .map(setting -> setting + " is not set, expected the " + setting.description())
            .collect(Collectors.joining("; "));
    if (!missing.isEmpty()) {
      throw new InvalidSettingException(missing);
    }
    return new LearningRateSearch(configuration, range).run();
  }

  private LearningRateCurve run() {
    ExampleData train = new ExampleReader(configuration).readTraining();
    List<String> names =
        TaskLabels.of(configuration.get(ModelSettings.TASK)).names(configuration, train);
    ModelPreparation.requireChoice(configuration, names, train.file());
    MultiTaskModel prepared = ModelPreparation.load(configuration, names);
    TransformerModel model = prepared.tasks().get(0);
    try (Tokenizer tokenizer = Tokenizer.load(configuration.get(ModelSettings.MODEL));
        BatchIterator batches =
            new ExampleBatches(
                    configuration,
                    tokenizer,
                    model.specification().config(),
                    model.specification().task().orElseThrow().labels())
                .forTraining(train)) {
      return run(prepared, batches);
    }
  }

  private LearningRateCurve run(MultiTaskModel model, BatchIterator batches) {
    FlatParameters parameters = model.parameters();
    TrainingRecipe recipe = new TrainingRecipe(configuration);
    GradientRecipe gradients = new GradientRecipe(configuration);
    List<ParameterGroup> groups = recipe.groups(parameters);
    TrainingPlan plan = TrainingPlan.of(configuration, batches.batchesPerEpoch());
    BlockOptimizer optimizer = new BlockOptimizer(recipe.rule(plan), parameters, groups);
    WeightUpdate update =
        new WeightUpdate(
            parameters,
            groups,
            optimizer,
            recipe.clipping(),
            finder.range().schedule(configuration.get(UpdateSettings.LEARNING_RATE)),
            finder.range().steps());
    int accumulation = configuration.get(TrainingSettings.ACCUMULATION);
    PlanOptions options = PlanOptions.defaults().withPrecision(configuration.precision());
    try (GraphExecutor executor =
        model.executor(0, gradients.mode(), configuration.executor(), options)) {
      GradientComputation plain =
          new ExecutorGradients(executor, configuration.get(TrainingSettings.SEED));
      TrainingStep step =
          new TrainingStep(
              gradients.regularizer(parameters).apply(plain, model.training().get(0)),
              model.tasks().get(0).specification().task().orElseThrow(),
              update,
              accumulation,
              new LossScaler(LossScaling.none()));
      return finder.run(new StepSequence(step, new StepBatches(batches, accumulation)));
    }
  }
}
