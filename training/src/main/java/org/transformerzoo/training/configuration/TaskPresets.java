package org.transformerzoo.training.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.TaskPreset.Layout;

/**
 * The tasks of GLUE (Wang et al., 2019, arXiv 1804.07461), in the benchmark's own files; CoLA, MRPC
 * and STS-B also as their authors published them.
 */
final class TaskPresets {

  private static final List<String> BINARY = List.of("0", "1");
  private static final List<String> ENTAILMENT = List.of("entailment", "not_entailment");
  private static final List<String> INFERENCE = List.of("entailment", "neutral", "contradiction");
  private static final String TRAIN = "train.tsv";
  private static final String DEV = "dev.tsv";

  private static final List<TaskPreset> ALL =
      List.of(
          classification(
              "cola",
              "matthews",
              files(TRAIN, DEV, 3, null, 1, "false", List.of(BINARY)),
              files(
                  "in_domain_train.tsv",
                  "in_domain_dev.tsv",
                  3,
                  null,
                  1,
                  "false",
                  List.of(BINARY))),
          classification(
              "sst-2",
              "accuracy",
              files(TRAIN, DEV, "sentence", null, "label", "true", List.of(BINARY))),
          classification(
              "mrpc",
              "f1",
              files(TRAIN, DEV, 3, 4, 0, "auto", List.of(BINARY)),
              files(
                  "msr_paraphrase_train.txt",
                  "msr_paraphrase_test.txt",
                  3,
                  4,
                  0,
                  "auto",
                  List.of(BINARY))),
          new TaskPreset(
              "sts-b",
              "regression",
              "pearson",
              List.of(
                  files(TRAIN, DEV, "sentence1", "sentence2", "score", "true", List.of()),
                  files("sts-train.csv", "sts-dev.csv", 5, 6, 4, "false", List.of()))),
          classification(
              "qqp",
              "f1",
              files(TRAIN, DEV, "question1", "question2", "is_duplicate", "true", List.of(BINARY))),
          classification(
              "mnli",
              "accuracy",
              files(
                  TRAIN,
                  "dev_matched.tsv",
                  "sentence1",
                  "sentence2",
                  "gold_label",
                  "true",
                  List.of(INFERENCE))),
          classification(
              "qnli",
              "accuracy",
              files(
                  TRAIN,
                  DEV,
                  "question",
                  "sentence",
                  "label",
                  "true",
                  List.of(ENTAILMENT, BINARY))),
          classification(
              "rte",
              "accuracy",
              files(
                  TRAIN,
                  DEV,
                  "sentence1",
                  "sentence2",
                  "label",
                  "true",
                  List.of(ENTAILMENT, BINARY))),
          classification(
              "wnli",
              "accuracy",
              files(TRAIN, DEV, "sentence1", "sentence2", "label", "true", List.of(BINARY))));

  private TaskPresets() {}

  private static TaskPreset classification(String name, String metric, Layout... layouts) {
    return new TaskPreset(name, "classification", metric, List.of(layouts));
  }

  /** A layout whose columns are positions or names; {@code pair} may be null. */
  private static Layout files(
      String train,
      String dev,
      Object text,
      Object pair,
      Object label,
      String header,
      List<List<String>> labels) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("text-column", text);
    if (pair != null) {
      columns.put("pair-column", pair);
    }
    columns.put("label-column", label);
    columns.put("header", header);
    return new Layout(train, dev, columns, labels);
  }

  /** The words that choose a preset. */
  static List<String> names() {
    return ALL.stream().map(TaskPreset::name).toList();
  }

  /** The preset called {@code name}, one of {@link #names}. */
  static TaskPreset named(String name) {
    return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst().orElseThrow();
  }
}
