package org.transformerzoo.training.configuration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is wrong with the tasks of a run that has several. */
final class TaskListCheck {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final List<Setting<?>> REQUIRED = List.of(DataSettings.TRAIN, DataSettings.DEV);

  private final FineTuningConfiguration run;
  private final List<String> problems = new ArrayList<>();

  private TaskListCheck(FineTuningConfiguration run) {
    this.run = run;
  }

  /** A phrase for each problem. */
  static List<String> problems(FineTuningConfiguration run) {
    TaskListCheck check = new TaskListCheck(run);
    Map<String, Map<String, Object>> tasks = run.get(MultiTaskSettings.TASKS);
    if (tasks.isEmpty()) {
      return List.of("tasks is empty, expected names of tasks with their settings");
    }
    REQUIRED.stream()
        .filter(run::isGiven)
        .forEach(
            setting -> check.problems.add(setting + " is set beside tasks, expected it in each"));
    check.names(tasks.keySet());
    tasks.forEach(check::task);
    if (check.problems.isEmpty()) {
      check.selection();
    }
    return check.problems;
  }

  private void names(Set<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        problems.add(
            "tasks has the name \"%s\", which becomes the name of a folder: expected at most 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit"
                .formatted(name));
      } else if (name.equals(TaskSelection.MEAN)) {
        problems.add("tasks has the name \"mean\", which means all of them: expected another one");
      } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(
            "tasks has the name \"%s\" in capitals and without, expected names that differ as folders everywhere"
                .formatted(name));
      }
    }
  }

  private void task(String name, Map<String, Object> own) {
    List<String> known = TaskConfiguration.OWN.stream().map(Setting::key).toList();
    List<String> foreign =
        own.keySet().stream()
            .filter(key -> !known.contains(key) && Settings.keys().contains(key))
            .toList();
    foreign.forEach(
        key ->
            problems.add(
                "the task %s sets %s, which holds for all tasks: expected it beside tasks"
                    .formatted(name, key)));
    REQUIRED.stream()
        .filter(setting -> own.get(setting.key()) == null)
        .forEach(
            setting ->
                problems.add(
                    "the task %s has no %s, expected the %s"
                        .formatted(name, setting, setting.description())));
    if (foreign.isEmpty()) {
      try {
        DataCheck.ofFineTuning(TaskConfiguration.of(run, name, own))
            .forEach(problem -> problems.add("the task " + name + ": " + problem));
      } catch (InvalidSettingException e) {
        problems.add("the task " + name + ": " + e.getMessage());
      }
    }
  }

  private void selection() {
    String chosen = TaskSelection.chosen(run);
    List<TaskConfiguration> tasks = run.tasks();
    List<String> names = tasks.stream().map(TaskConfiguration::name).toList();
    if (!chosen.equals(TaskSelection.MEAN) && !names.contains(chosen)) {
      problems.add(
          "select-by is \"%s\", expected mean or one of %s"
              .formatted(chosen, String.join(", ", names)));
    } else if (chosen.equals(TaskSelection.MEAN) && !TaskSelection.agree(tasks)) {
      problems.add(
          "select-by is mean, but of the tasks' metrics %s some are better when higher and some when lower, expected select-by one of %s"
              .formatted(
                  String.join(
                      ", ",
                      tasks.stream()
                          .map(task -> task.prefix() + task.configuration().metric().name())
                          .toList()),
                  String.join(", ", names)));
    }
  }
}
