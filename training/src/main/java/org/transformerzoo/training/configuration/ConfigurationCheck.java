package org.transformerzoo.training.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.schedule.Schedules;
import org.transformerzoo.zoo.model.ExecutorKind;

/** Finds settings that are missing, or legal one by one and wrong together. */
final class ConfigurationCheck {

  private static final List<Setting<Path>> REQUIRED =
      List.of(Settings.MODEL, Settings.TRAIN, Settings.DEV, Settings.OUTPUT);

  private final FineTuningConfiguration configuration;
  private final List<String> problems = new ArrayList<>();

  private ConfigurationCheck(FineTuningConfiguration configuration) {
    this.configuration = configuration;
  }

  /** A phrase for each required setting that is not given. */
  static List<String> missing(FineTuningConfiguration configuration) {
    return REQUIRED.stream()
        .filter(setting -> !configuration.isGiven(setting))
        .map(setting -> setting + " is not set, expected the " + setting.description())
        .toList();
  }

  /** A phrase for each contradiction between settings. */
  static List<String> contradictions(FineTuningConfiguration configuration) {
    ConfigurationCheck check = new ConfigurationCheck(configuration);
    check.output();
    check.metric();
    check.columns();
    check.evaluation();
    check.warmup();
    check.optimizer();
    check.grouping();
    check.schedule();
    check.averaging();
    check.checkpointing();
    check.pooling();
    check.mixout();
    return check.problems;
  }

  /** The model to start from would be replaced by the result. */
  private void output() {
    Optional<Path> model = configuration.find(Settings.MODEL).map(ConfigurationCheck::whole);
    Optional<Path> output = configuration.find(Settings.OUTPUT).map(ConfigurationCheck::whole);
    if (model.isPresent() && model.equals(output)) {
      problems.add("output is the model's own folder, expected another one");
    }
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private void metric() {
    configuration
        .find(Settings.METRIC)
        .ifPresent(
            name -> {
              try {
                TaskEvaluations.metric(configuration.get(Settings.TASK), name);
              } catch (IllegalArgumentException e) {
                problems.add("metric is \"" + name + "\": " + e.getMessage());
              }
            });
  }

  private void columns() {
    String task = configuration.get(Settings.TASK);
    int labels = configuration.get(Settings.LABEL_COLUMN).size();
    if (labels > 1 && (task.equals("classification") || task.equals("tokens"))) {
      problems.add("label-column names " + labels + " columns, the task " + task + " takes one");
    }
    if (task.equals("tokens") && configuration.isGiven(Settings.PAIR_COLUMN)) {
      problems.add("pair-column is set, the task tokens has no second text");
    }
  }

  private void evaluation() {
    if (configuration.isGiven(Settings.EVALUATION_STEPS)
        && configuration.isGiven(Settings.EVALUATIONS_PER_EPOCH)) {
      problems.add("evaluation-steps and evaluations-per-epoch are both set, expected one of them");
    }
  }

  private void warmup() {
    double warmup = configuration.get(Settings.WARMUP);
    configuration
        .find(Settings.STEPS)
        .filter(steps -> warmup >= steps)
        .ifPresent(
            steps ->
                problems.add(
                    "warmup is %.0f steps, expected fewer than the %d steps of the run"
                        .formatted(warmup, steps)));
  }

  private void optimizer() {
    String optimizer = configuration.get(Settings.OPTIMIZER);
    List<String> withMomentum = Optimizers.namesWithMomentum();
    if (configuration.isGiven(Settings.MOMENTUM) && !withMomentum.contains(optimizer)) {
      problems.add(
          "momentum is set, the optimizer %s has none, expected one of %s"
              .formatted(optimizer, String.join(", ", withMomentum)));
    }
    if (configuration.isGiven(Settings.LOOKAHEAD_RATE)
        && !configuration.isGiven(Settings.LOOKAHEAD)) {
      problems.add("lookahead-rate is set and lookahead is not, expected both, such as 5 and 0.5");
    }
  }

  private void grouping() {
    if (configuration.isGiven(Settings.LLRD) && configuration.isGiven(Settings.LAYER_BANDS)) {
      problems.add("llrd and layer-bands are both set, expected one of them");
    }
    if (configuration.isGiven(Settings.PRIOR_WEIGHT_DECAY_HEAD)
        && !configuration.isGiven(Settings.PRIOR_WEIGHT_DECAY)) {
      problems.add("prior-weight-decay-head is set, expected prior-weight-decay with it");
    }
  }

  private void mixout() {
    for (Setting<?> detail :
        List.of(Settings.MIXOUT_MASK, Settings.MIXOUT_GRADIENT, Settings.MIXOUT_PROJECTIONS)) {
      if (configuration.isGiven(detail) && !configuration.isGiven(Settings.MIXOUT)) {
        problems.add(detail + " is set, expected mixout with it");
      }
    }
    if (configuration.isGiven(Settings.MIXOUT) && configuration.isGiven(Settings.FREEZE)) {
      problems.add("mixout and freeze are both set, expected one of them: what is frozen stays");
    }
    if (configuration.isGiven(Settings.MIXOUT) && configuration.isGiven(Settings.DROPOUT)) {
      problems.add("mixout and dropout are both set, expected one of them: mixout takes its place");
    }
  }

  private void checkpointing() {
    if (configuration.get(Settings.CHECKPOINTING).equals("true")
        && configuration.executor() != ExecutorKind.PLAN) {
      problems.add(
          "checkpointing is true, the executor %s has none, expected the executor plan"
              .formatted(configuration.get(Settings.EXECUTOR)));
    }
  }

  private void pooling() {
    requirePooling(Settings.WORD_WEIGHTS, "word-weights");
    requirePooling(Settings.ROLE_COLUMN, "asymmetric");
  }

  /** Without a pooling here it is the model's own, of which nothing is known yet. */
  private void requirePooling(Setting<?> setting, String word) {
    configuration
        .find(Settings.POOLING)
        .filter(pooling -> configuration.isGiven(setting) && !pooling.contains(word))
        .ifPresent(
            pooling ->
                problems.add(
                    "%s is set, the pooling %s has none, expected one with %s"
                        .formatted(setting, pooling, word)));
  }

  private void averaging() {
    double start = configuration.find(Settings.SWA_START).orElse(0.0);
    configuration
        .find(Settings.STEPS)
        .filter(steps -> start >= steps)
        .ifPresent(
            steps ->
                problems.add(
                    "swa-start is %.0f steps, expected fewer than the %d steps of the run"
                        .formatted(start, steps)));
  }

  private void schedule() {
    requireSchedule(Settings.SCHEDULE_CYCLES, Schedules.COSINE, Schedules.COSINE_RESTARTS);
    requireSchedule(Settings.SCHEDULE_POWER, Schedules.POLYNOMIAL);
    requireSchedule(Settings.SCHEDULE_END, Schedules.POLYNOMIAL);
    configuration
        .find(Settings.SCHEDULE_CYCLES)
        .filter(cycles -> cycles < 1)
        .filter(cycles -> configuration.get(Settings.SCHEDULE).equals(Schedules.COSINE_RESTARTS))
        .ifPresent(
            cycles ->
                problems.add(
                    "schedule-cycles is %s, the schedule cosine-restarts expects at least 1"
                        .formatted(cycles)));
    double highest = configuration.get(Settings.LEARNING_RATE);
    configuration
        .find(Settings.SCHEDULE_END)
        .filter(end -> end >= highest)
        .ifPresent(
            end ->
                problems.add(
                    "schedule-end is %s, expected below the learning-rate %s"
                        .formatted(end, highest)));
  }

  private void requireSchedule(Setting<?> setting, String... schedules) {
    String schedule = configuration.get(Settings.SCHEDULE);
    if (configuration.isGiven(setting) && !List.of(schedules).contains(schedule)) {
      problems.add(
          "%s is set, the schedule %s has none, expected %s"
              .formatted(setting, schedule, String.join(" or ", schedules)));
    }
  }
}
