package org.transformerzoo.zoo.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;

/** The task heads of the zoo, one line each, and which of them a configuration describes. */
public final class TaskHeads {

  private static final Map<String, BiFunction<List<String>, Objective, TaskHead>> ALL = table();

  /** The heads without labels of their own, which a class name tells completely. */
  private static final List<TaskHead> LANGUAGE_MODELS =
      List.of(
          new MaskedLanguageModel(),
          new PreTraining(),
          new PermutationLanguageModel(),
          new SequenceToSequence());

  private TaskHeads() {}

  private static Map<String, BiFunction<List<String>, Objective, TaskHead>> table() {
    Map<String, BiFunction<List<String>, Objective, TaskHead>> heads = new LinkedHashMap<>();
    heads.put("classification", Classification::new);
    heads.put("multilabel", MultiLabel::new);
    heads.put("regression", Regression::new);
    heads.put("tokens", TokenClassification::new);
    heads.put("masked-lm", (labels, objective) -> new MaskedLanguageModel());
    heads.put("pre-training", (labels, objective) -> new PreTraining());
    heads.put("permutation-lm", (labels, objective) -> new PermutationLanguageModel());
    heads.put("sequence-to-sequence", (labels, objective) -> new SequenceToSequence(objective));
    return heads;
  }

  /** The words that choose a head. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The head called {@code name}, with one output for each of {@code labels}. */
  public static TaskHead named(String name, List<String> labels) {
    return named(name, labels, Objective.plain());
  }

  /**
   * As {@link #named(String, List)}, trained to minimise {@code objective}, which heads without
   * labels of their own pass over.
   *
   * @throws InvalidModelException if there is no such task; the message lists those there are
   */
  public static TaskHead named(String name, List<String> labels, Objective objective) {
    BiFunction<List<String>, Objective, TaskHead> head = ALL.get(name);
    if (head == null) {
      throw new InvalidModelException(
          "There is no task \"" + name + "\", expected one of " + String.join(", ", ALL.keySet()));
    }
    return head.apply(labels, objective);
  }

  /** The head that {@code architectures} and {@code problem_type} describe, if any. */
  public static Optional<TaskHead> describedBy(ConfigFile config) {
    return config.architectures().stream()
        .flatMap(name -> ofClass(name, config).stream())
        .findFirst();
  }

  private static Optional<TaskHead> ofClass(String className, ConfigFile config) {
    if (className.endsWith("ForSequenceClassification")) {
      return Optional.of(named(problem(config), labels(config)));
    }
    if (className.endsWith("ForTokenClassification")) {
      return Optional.of(new TokenClassification(labels(config)));
    }
    return LANGUAGE_MODELS.stream()
        .filter(head -> className.endsWith(head.classSuffix()))
        .findFirst();
  }

  /** As in transformers: without a problem type, one label means regression. */
  private static String problem(ConfigFile config) {
    String implied = labels(config).size() == 1 ? "regression" : "single_label_classification";
    String type = config.optionalString("problem_type", implied);
    return switch (type) {
      case "single_label_classification" -> "classification";
      case "multi_label_classification" -> "multilabel";
      case "regression" -> "regression";
      default ->
          throw config.wrong(
              "problem_type",
              "single_label_classification, multi_label_classification or regression");
    };
  }

  /** The label names, numbered ones where the file says nothing. */
  private static List<String> labels(ConfigFile config) {
    List<String> labels = config.labels();
    if (!labels.isEmpty()) {
      return labels;
    }
    int usual = Architectures.of(config).defaultLabels();
    int count = config.optionalInt("num_labels", usual, 1);
    return IntStream.range(0, count).mapToObj(id -> "LABEL_" + id).toList();
  }
}
