package org.transformerzoo.training.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of the tasks of a run.
 *
 * @param name as {@code tasks} has it; empty for the only task of a run without it
 * @param configuration complete, as if the task were the only one
 */
public record TaskConfiguration(String name, FineTuningConfiguration configuration) {

  /** The settings that may differ from task to task. */
  static final List<Setting<?>> OWN =
      Stream.concat(
              Stream.of(
                  ModelSettings.TASK,
                  ModelSettings.POOLING,
                  ModelSettings.WORD_WEIGHTS,
                  ModelSettings.HEAD,
                  RegularizationSettings.LABEL_SMOOTHING,
                  EvaluationSettings.METRIC,
                  MultiTaskSettings.LOSS_WEIGHT),
              DataSettings.ALL.stream())
          .toList();

  /** The tasks of a run, at least one. */
  static List<TaskConfiguration> of(FineTuningConfiguration run) {
    if (!run.isGiven(MultiTaskSettings.TASKS)) {
      return List.of(new TaskConfiguration("", run));
    }
    List<TaskConfiguration> tasks = new ArrayList<>();
    run.get(MultiTaskSettings.TASKS)
        .forEach((name, own) -> tasks.add(new TaskConfiguration(name, of(run, name, own))));
    return List.copyOf(tasks);
  }

  /**
   * The configuration of one task.
   *
   * @param own its own settings
   * @throws InvalidSettingException that names everything that is wrong
   */
  static FineTuningConfiguration of(
      FineTuningConfiguration run, String name, Map<String, Object> own) {
    FineTuningConfiguration.Builder builder = run.toBuilder();
    MultiTaskSettings.ALL.forEach(setting -> builder.set(setting.key(), null));
    run.find(TrainingSettings.OUTPUT)
        .map(output -> output.resolve(name))
        .map(Path::toString)
        .ifPresent(output -> builder.set(TrainingSettings.OUTPUT.key(), output));
    own.forEach(builder::set);
    return builder.buildPartial();
  }

  /** The values of the settings that may differ from task to task, by key. */
  public Map<String, Object> ownSettings() {
    Map<String, Object> own = configuration.toMap();
    own.keySet().retainAll(OWN.stream().map(Setting::key).toList());
    return own;
  }

  /** What the loss of the task counts beside those of others. */
  public double lossWeight() {
    return configuration.find(MultiTaskSettings.LOSS_WEIGHT).orElse(1.0);
  }

  /** What stands before the name of something that each task has. */
  public String prefix() {
    return name.isEmpty() ? "" : name + "/";
  }
}
