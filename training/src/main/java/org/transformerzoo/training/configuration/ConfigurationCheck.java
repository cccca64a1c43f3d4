package org.transformerzoo.training.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.schedule.Schedules;
import org.transformerzoo.zoo.execution.plan.Precision;
import org.transformerzoo.zoo.model.ExecutorKind;

/** Finds settings that are missing, or legal one by one and wrong together. */
final class ConfigurationCheck {

  private static final List<Setting<Path>> REQUIRED =
      List.of(ModelSettings.MODEL, DataSettings.TRAIN, DataSettings.DEV, TrainingSettings.OUTPUT);

  private final FineTuningConfiguration configuration;
  private final List<String> problems = new ArrayList<>();

  private ConfigurationCheck(FineTuningConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * A phrase for each setting that fine-tuning requires and that is not given, or that means
   * nothing to it.
   */
  static List<String> missing(FineTuningConfiguration configuration) {
    boolean several = configuration.isGiven(MultiTaskSettings.TASKS);
    Stream<String> required =
        REQUIRED.stream()
            .filter(setting -> !several || !DataSettings.ALL.contains(setting))
            .filter(setting -> !configuration.isGiven(setting))
            .map(setting -> setting + " is not set, expected the " + setting.description());
    Stream<String> foreign =
        PreTrainingSettings.ALL.stream()
            .filter(configuration::isGiven)
            .map(setting -> setting + " is set, fine-tuning has none, only pre-training");
    Stream<String> ofSeveral =
        MultiTaskSettings.ALL.stream()
            .filter(setting -> !several && configuration.isGiven(setting))
            .map(setting -> setting + " is set, expected tasks with it");
    Stream<String> unused =
        configuration.isGiven(DataSettings.CACHE)
                && !configuration.get(DataSettings.LOADING).equals("disk")
            ? Stream.of("cache is set, expected the loading disk with it")
            : Stream.of();
    Stream<String> data = several ? Stream.of() : DataCheck.ofFineTuning(configuration).stream();
    return Stream.of(required, foreign, ofSeveral, unused, data)
        .flatMap(Function.identity())
        .toList();
  }

  /** A phrase for each contradiction between settings. */
  static List<String> contradictions(FineTuningConfiguration configuration) {
    ConfigurationCheck check = new ConfigurationCheck(configuration);
    check.output();
    check.evaluation();
    check.warmup();
    check.optimizer();
    check.grouping();
    check.schedule();
    check.averaging();
    check.checkpointing();
    check.precision();
    check.mixout();
    check.objective();
    if (!configuration.isGiven(MultiTaskSettings.TASKS)) {
      check.task();
    } else if (check.problems.isEmpty()) {
      check.problems.addAll(TaskListCheck.problems(configuration));
    }
    return check.problems;
  }

  /** The model to start from would be replaced by the result. */
  private void output() {
    Optional<Path> model = configuration.find(ModelSettings.MODEL).map(ConfigurationCheck::whole);
    Optional<Path> output =
        configuration.find(TrainingSettings.OUTPUT).map(ConfigurationCheck::whole);
    if (model.isPresent() && model.equals(output)) {
      problems.add("output is the model's own folder, expected another one");
    }
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** What tasks may have for themselves. */
  private void task() {
    metric();
    problems.addAll(DataCheck.contradictions(configuration));
    pooling();
    labelSmoothing();
    smoothness();
  }

  private void metric() {
    configuration
        .find(EvaluationSettings.METRIC)
        .ifPresent(
            name -> {
              try {
                TaskEvaluations.metric(configuration.get(ModelSettings.TASK), name);
              } catch (IllegalArgumentException e) {
                problems.add("metric is \"" + name + "\": " + e.getMessage());
              }
            });
  }

  private void evaluation() {
    List<Setting<?>> frequencies =
        Stream.<Setting<?>>of(
                EvaluationSettings.EVALUATION_STEPS,
                EvaluationSettings.EVALUATIONS_PER_EPOCH,
                EvaluationSettings.EVALUATIONS)
            .filter(configuration::isGiven)
            .toList();
    if (frequencies.size() > 1) {
      problems.add(
          "%s and %s are both set, expected one of them"
              .formatted(frequencies.get(0), frequencies.get(1)));
    }
  }

  private void warmup() {
    double warmup = configuration.get(UpdateSettings.WARMUP);
    configuration
        .find(TrainingSettings.STEPS)
        .filter(steps -> warmup >= steps)
        .ifPresent(
            steps ->
                problems.add(
                    "warmup is %.0f steps, expected fewer than the %d steps of the run"
                        .formatted(warmup, steps)));
  }

  private void optimizer() {
    String optimizer = configuration.get(UpdateSettings.OPTIMIZER);
    List<String> withMomentum = Optimizers.namesWithMomentum();
    if (configuration.isGiven(UpdateSettings.MOMENTUM) && !withMomentum.contains(optimizer)) {
      problems.add(
          "momentum is set, the optimizer %s has none, expected one of %s"
              .formatted(optimizer, String.join(", ", withMomentum)));
    }
    if (configuration.isGiven(UpdateSettings.LOOKAHEAD_RATE)
        && !configuration.isGiven(UpdateSettings.LOOKAHEAD)) {
      problems.add("lookahead-rate is set and lookahead is not, expected both, such as 5 and 0.5");
    }
  }

  private void grouping() {
    if (configuration.isGiven(UpdateSettings.LLRD)
        && configuration.isGiven(UpdateSettings.LAYER_BANDS)) {
      problems.add("llrd and layer-bands are both set, expected one of them");
    }
    if (configuration.isGiven(UpdateSettings.UNFREEZE_EVERY)
        && configuration
            .find(UpdateSettings.FREEZE)
            .filter(Freezing.Body.class::isInstance)
            .isPresent()) {
      problems.add(
          "freeze is body and unfreeze-every is set, expected one of them: a frozen body never joins");
    }
    requireWith(UpdateSettings.PRIOR_WEIGHT_DECAY, UpdateSettings.PRIOR_WEIGHT_DECAY_HEAD);
    requireWith(ModelSettings.REINIT_LAYERS, ModelSettings.REINIT_STACK);
  }

  private void mixout() {
    requireWith(
        RegularizationSettings.MIXOUT,
        RegularizationSettings.MIXOUT_MASK,
        RegularizationSettings.MIXOUT_GRADIENT,
        RegularizationSettings.MIXOUT_PROJECTIONS);
    refuseBoth(RegularizationSettings.MIXOUT, UpdateSettings.FREEZE, "what is frozen stays");
    refuseBoth(
        RegularizationSettings.MIXOUT, RegularizationSettings.DROPOUT, "mixout takes its place");
    refuseBoth(
        RegularizationSettings.MIXOUT,
        RegularizationSettings.R_DROP,
        "mixout switches off the dropout it lives on");
  }

  private void objective() {
    requireWith(RegularizationSettings.ADVERSARIAL, RegularizationSettings.ADVERSARIAL_STEPS);
    requireWith(
        RegularizationSettings.SMOOTHNESS,
        RegularizationSettings.SMOOTHNESS_SIZE,
        RegularizationSettings.SMOOTHNESS_STEPS);
    refuseBoth(
        RegularizationSettings.SMOOTHNESS,
        RegularizationSettings.R_DROP,
        "each has its own second pass");
    refuseBoth(
        RegularizationSettings.SMOOTHNESS,
        RegularizationSettings.ADVERSARIAL,
        "each moves the words");
    refuseBoth(
        RegularizationSettings.ADVERSARIAL,
        UpdateSettings.FREEZE,
        "it needs the gradient of the embeddings");
    boolean dropped =
        configuration.find(RegularizationSettings.DROPOUT).filter(rate -> rate == 0).isPresent();
    if (configuration.isGiven(RegularizationSettings.R_DROP) && dropped) {
      problems.add("r-drop is set and dropout is 0, expected dropout above 0");
    }
  }

  private void labelSmoothing() {
    String task = configuration.get(ModelSettings.TASK);
    if (configuration.isGiven(RegularizationSettings.LABEL_SMOOTHING)
        && !List.of("classification", "tokens", "sequence-to-sequence").contains(task)) {
      problems.add(
          "label-smoothing is set, the task %s has no classes, expected classification, tokens or sequence-to-sequence"
              .formatted(task));
    }
  }

  /** The words that a decoder reads are those that are asked for. */
  private void smoothness() {
    if (configuration.isGiven(RegularizationSettings.SMOOTHNESS)
        && configuration.get(ModelSettings.TASK).equals("sequence-to-sequence")) {
      problems.add(
          "smoothness is set, the task sequence-to-sequence reads words in two places, expected r-drop or another task");
    }
  }

  private void refuseBoth(Setting<?> one, Setting<?> other, String reason) {
    if (configuration.isGiven(one) && configuration.isGiven(other)) {
      problems.add(
          "%s and %s are both set, expected one of them: %s".formatted(one, other, reason));
    }
  }

  private void requireWith(Setting<?> main, Setting<?>... details) {
    for (Setting<?> detail : details) {
      if (configuration.isGiven(detail) && !configuration.isGiven(main)) {
        problems.add("%s is set, expected %s with it".formatted(detail, main));
      }
    }
  }

  private void checkpointing() {
    if (configuration.get(TrainingSettings.CHECKPOINTING).equals("true")
        && configuration.executor() != ExecutorKind.PLAN) {
      problems.add(
          "checkpointing is true, the executor %s has none, expected the executor plan"
              .formatted(configuration.get(TrainingSettings.EXECUTOR)));
    }
  }

  private void precision() {
    if (configuration.precision() != Precision.FLOAT32
        && configuration.executor() != ExecutorKind.PLAN) {
      problems.add(
          "precision is %s, the executor %s has float32 alone, expected the executor plan"
              .formatted(
                  configuration.get(TrainingSettings.PRECISION),
                  configuration.get(TrainingSettings.EXECUTOR)));
    }
  }

  private void pooling() {
    requirePooling(ModelSettings.WORD_WEIGHTS, "word-weights");
    requirePooling(DataSettings.ROLE_COLUMN, "asymmetric");
  }

  /** Without a pooling here it is the model's own, of which nothing is known yet. */
  private void requirePooling(Setting<?> setting, String word) {
    configuration
        .find(ModelSettings.POOLING)
        .filter(pooling -> configuration.isGiven(setting) && !pooling.contains(word))
        .ifPresent(
            pooling ->
                problems.add(
                    "%s is set, the pooling %s has none, expected one with %s"
                        .formatted(setting, pooling, word)));
  }

  private void averaging() {
    requireWith(
        UpdateSettings.SWA_START, UpdateSettings.SWA_AVERAGE, UpdateSettings.SWA_LEARNING_RATE);
    refuseBoth(UpdateSettings.SWA_START, UpdateSettings.EMA, "one average is kept");
    double start = configuration.find(UpdateSettings.SWA_START).orElse(0.0);
    configuration
        .find(TrainingSettings.STEPS)
        .filter(steps -> start >= steps)
        .ifPresent(
            steps ->
                problems.add(
                    "swa-start is %.0f steps, expected fewer than the %d steps of the run"
                        .formatted(start, steps)));
  }

  private void schedule() {
    requireSchedule(UpdateSettings.SCHEDULE_CYCLES, Schedules.COSINE, Schedules.COSINE_RESTARTS);
    requireSchedule(UpdateSettings.SCHEDULE_POWER, Schedules.POLYNOMIAL);
    requireSchedule(UpdateSettings.SCHEDULE_END, Schedules.POLYNOMIAL);
    configuration
        .find(UpdateSettings.SCHEDULE_CYCLES)
        .filter(cycles -> cycles < 1)
        .filter(
            cycles -> configuration.get(UpdateSettings.SCHEDULE).equals(Schedules.COSINE_RESTARTS))
        .ifPresent(
            cycles ->
                problems.add(
                    "schedule-cycles is %s, the schedule cosine-restarts expects at least 1"
                        .formatted(cycles)));
    double highest = configuration.get(UpdateSettings.LEARNING_RATE);
    configuration
        .find(UpdateSettings.SCHEDULE_END)
        .filter(end -> end >= highest)
        .ifPresent(
            end ->
                problems.add(
                    "schedule-end is %s, expected below the learning-rate %s"
                        .formatted(end, highest)));
  }

  private void requireSchedule(Setting<?> setting, String... schedules) {
    String schedule = configuration.get(UpdateSettings.SCHEDULE);
    if (configuration.isGiven(setting) && !List.of(schedules).contains(schedule)) {
      problems.add(
          "%s is set, the schedule %s has none, expected %s"
              .formatted(setting, schedule, String.join(" or ", schedules)));
    }
  }
}
