package org.transformerzoo.training.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.evaluation.Metric;

/** By what the best model of a run with several tasks is chosen. */
public final class TaskSelection {

  /** The word for the mean of all tasks' metrics, and what it is called among the metrics. */
  public static final String MEAN = "mean";

  private TaskSelection() {}

  /** The metric of the run, under the name that {@link #combine} gives it. */
  static Metric metric(FineTuningConfiguration run) {
    String chosen = chosen(run);
    List<TaskConfiguration> tasks = run.tasks();
    return tasks.stream()
        .filter(task -> task.name().equals(chosen))
        .findFirst()
        .map(task -> named(task, task.configuration().metric()))
        .orElseGet(() -> new Metric(MEAN, tasks.get(0).configuration().metric().direction()));
  }

  /** The word that chooses. */
  static String chosen(FineTuningConfiguration run) {
    return run.find(MultiTaskSettings.SELECT_BY).orElse(MEAN);
  }

  private static Metric named(TaskConfiguration task, Metric metric) {
    return new Metric(task.prefix() + metric.name(), metric.direction());
  }

  /** Whether more is better of all tasks' metrics, or less of all of them. */
  static boolean agree(List<TaskConfiguration> tasks) {
    return tasks.stream().map(task -> task.configuration().metric().direction()).distinct().count()
        == 1;
  }

  /**
   * The metrics of a run: the mean loss, weighted as the tasks' losses are, the mean of the tasks'
   * own metrics if they can be compared, and all metrics of each task under {@code NAME/…}. Those
   * of the only task are left as they are.
   *
   * @param ofEach the metrics of each of {@code tasks}
   */
  public static Map<String, Double> combine(
      List<TaskConfiguration> tasks, List<Map<String, Double>> ofEach) {
    if (tasks.size() == 1 && tasks.get(0).name().isEmpty()) {
      return ofEach.get(0);
    }
    double loss = 0;
    double weights = 0;
    double sum = 0;
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < tasks.size(); i++) {
      TaskConfiguration task = tasks.get(i);
      Map<String, Double> metrics = ofEach.get(i);
      double weight = task.lossWeight();
      loss += weight * metrics.get(Metric.LOSS.name());
      weights += weight;
      sum += metrics.get(task.configuration().metric().name());
      metrics.forEach((name, value) -> named.put(task.prefix() + name, value));
    }
    Map<String, Double> all = new LinkedHashMap<>();
    all.put(Metric.LOSS.name(), loss / weights);
    if (agree(tasks)) {
      all.put(MEAN, sum / tasks.size());
    }
    all.putAll(named);
    return all;
  }

  /** Those of {@code metrics}, which {@link #combine} made, that are of {@code task}. */
  public static Map<String, Double> of(TaskConfiguration task, Map<String, Double> metrics) {
    Map<String, Double> own = new LinkedHashMap<>();
    metrics.forEach(
        (name, value) -> {
          if (name.startsWith(task.prefix())) {
            own.put(name.substring(task.prefix().length()), value);
          }
        });
    return own;
  }
}
