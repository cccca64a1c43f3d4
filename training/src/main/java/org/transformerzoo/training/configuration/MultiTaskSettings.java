package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.number;
import static org.transformerzoo.training.configuration.SettingType.tasks;
import static org.transformerzoo.training.configuration.SettingType.text;

import java.util.List;
import java.util.Map;
import org.transformerzoo.training.loop.TaskSampling;

/** The settings of a run that learns several tasks on one body. */
public final class MultiTaskSettings {

  /** The tasks. */
  public static final Setting<Map<String, Map<String, Object>>> TASKS =
      Setting.unset(
          "tasks",
          tasks(),
          "several tasks on one body: their names, each with train, dev and whatever else differs"
              + " from the settings beside; only in a YAML file");

  /** Which task a step learns. */
  public static final Setting<String> TASK_SAMPLING =
      Setting.unset(
          "task-sampling",
          choice(TaskSampling.names()),
          "how the task of a step is drawn: by the number of its examples, its square root, from the"
              + " number towards its fifth root, or in turn; proportional if unset");

  /** By which task the best model is chosen. */
  public static final Setting<String> SELECT_BY =
      Setting.unset(
          "select-by",
          text(),
          "the task whose metric chooses the best model, or mean for the mean of all tasks' metrics;"
              + " mean if unset");

  /** What the loss of a task counts. */
  public static final Setting<Double> LOSS_WEIGHT =
      Setting.unset(
          "loss-weight",
          number("a number above 0", x -> x > 0),
          "factor on the loss of a task, within tasks; 1 if unset");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL = List.of(TASKS, TASK_SAMPLING, SELECT_BY, LOSS_WEIGHT);

  private MultiTaskSettings() {}
}
