package org.transformerzoo.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.transformerzoo.zoo.task.TaskHead;

/** How each task is evaluated, one line each. */
public final class TaskEvaluations {

  private record Entry(
      List<Metric> metrics, BiFunction<List<String>, PredictionScale, TaskEvaluation> evaluation) {}

  private static final Map<String, Entry> ALL = table();

  private TaskEvaluations() {}

  private static Map<String, Entry> table() {
    Map<String, Entry> all = new LinkedHashMap<>();
    all.put(
        "classification",
        new Entry(
            ClassificationEvaluation.METRICS,
            (labels, scale) -> new ClassificationEvaluation(labels)));
    all.put(
        "multilabel",
        new Entry(
            MultiLabelEvaluation.METRICS,
            (labels, scale) -> new MultiLabelEvaluation(labels.size(), scale)));
    all.put(
        "regression",
        new Entry(
            RegressionTaskEvaluation.METRICS, (labels, scale) -> new RegressionTaskEvaluation()));
    all.put(
        "tokens",
        new Entry(TokenEvaluation.METRICS, (labels, scale) -> new TokenEvaluation(labels)));
    Entry words =
        new Entry(
            LanguageModelEvaluation.METRICS, (labels, scale) -> new LanguageModelEvaluation(scale));
    all.put("masked-lm", words);
    all.put("permutation-lm", words);
    all.put(
        "sequence-to-sequence",
        new Entry(
            WrittenTextEvaluation.METRICS, (labels, scale) -> new WrittenTextEvaluation(scale)));
    return all;
  }

  /**
   * An empty evaluation for {@code task} of predictions that are logits, as our graphs say them.
   */
  public static TaskEvaluation of(TaskHead task) {
    return entry(task.name()).evaluation().apply(task.labels(), PredictionScale.LOGITS);
  }

  /**
   * An empty evaluation for {@code task} of predictions that are probabilities, as DL4J's output
   * layers say them.
   */
  public static TaskEvaluation ofProbabilities(TaskHead task) {
    return entry(task.name()).evaluation().apply(task.labels(), PredictionScale.PROBABILITIES);
  }

  /** The names of the tasks that can be evaluated. */
  public static List<String> tasks() {
    return List.copyOf(ALL.keySet());
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
