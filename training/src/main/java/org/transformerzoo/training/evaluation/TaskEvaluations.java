package org.transformerzoo.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.transformerzoo.zoo.task.TaskHead;

/** How each task is evaluated, one line each. */
public final class TaskEvaluations {

  private record Entry(List<Metric> metrics, Function<List<String>, TaskEvaluation> evaluation) {}

  private static final Map<String, Entry> ALL = table();

  private TaskEvaluations() {}

  private static Map<String, Entry> table() {
    Map<String, Entry> all = new LinkedHashMap<>();
    all.put(
        "classification",
        new Entry(ClassificationEvaluation.METRICS, ClassificationEvaluation::new));
    all.put(
        "multilabel",
        new Entry(MultiLabelEvaluation.METRICS, labels -> new MultiLabelEvaluation()));
    all.put(
        "regression",
        new Entry(RegressionTaskEvaluation.METRICS, labels -> new RegressionTaskEvaluation()));
    all.put("tokens", new Entry(TokenEvaluation.METRICS, TokenEvaluation::new));
    Entry words =
        new Entry(LanguageModelEvaluation.METRICS, labels -> new LanguageModelEvaluation());
    all.put("masked-lm", words);
    all.put("permutation-lm", words);
    all.put(
        "sequence-to-sequence",
        new Entry(WrittenTextEvaluation.METRICS, labels -> new WrittenTextEvaluation()));
    return all;
  }

  /** An empty evaluation for {@code task}. */
  public static TaskEvaluation of(TaskHead task) {
    return entry(task.name()).evaluation().apply(task.labels());
  }

  /** The metrics of the task called {@code task}, the default one first, the loss last. */
  public static List<Metric> metrics(String task) {
    List<Metric> metrics = new ArrayList<>(entry(task).metrics());
    metrics.add(Metric.LOSS);
    return metrics;
  }

  /**
   * The metric called {@code name} of a task.
   *
   * @throws IllegalArgumentException if the task has no such metric; the message lists those it has
   */
  public static Metric metric(String task, String name) {
    List<Metric> metrics = metrics(task);
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The task %s has no metric \"%s\", expected one of %s"
                        .formatted(
                            task,
                            name,
                            String.join(", ", metrics.stream().map(Metric::name).toList()))));
  }

  private static Entry entry(String task) {
    Entry entry = ALL.get(task);
    if (entry == null) {
      throw new IllegalArgumentException(
          "There is no task \"" + task + "\", expected one of " + String.join(", ", ALL.keySet()));
    }
    return entry;
  }
}
