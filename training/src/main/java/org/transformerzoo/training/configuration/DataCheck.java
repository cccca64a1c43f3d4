package org.transformerzoo.training.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.transformerzoo.datavec.batching.BatchOrder;

/** Finds settings of the examples that contradict each other. */
final class DataCheck {

  private static final String SEQUENCE_TO_SEQUENCE = "sequence-to-sequence";

  private final FineTuningConfiguration configuration;
  private final List<String> problems = new ArrayList<>();

  private DataCheck(FineTuningConfiguration configuration) {
    this.configuration = configuration;
  }

  /** A phrase for each contradiction. */
  static List<String> contradictions(FineTuningConfiguration configuration) {
    DataCheck check = new DataCheck(configuration);
    check.preset();
    check.columns();
    check.batches();
    check.loading();
    return check.problems;
  }

  /** A phrase for each setting that fine-tuning for the task lacks, or that means nothing to it. */
  static List<String> ofFineTuning(FineTuningConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    if (!configuration.get(ModelSettings.TASK).equals(SEQUENCE_TO_SEQUENCE)) {
      return problems;
    }
    if (!configuration.isGiven(DataSettings.TARGET_COLUMN)) {
      problems.add(
          "target-column is not set, expected the " + DataSettings.TARGET_COLUMN.description());
    }
    if (configuration.isGiven(DataSettings.ROLE_COLUMN)) {
      problems.add("role-column is set, the task sequence-to-sequence has no pooling");
    }
    return problems;
  }

  private void preset() {
    if (configuration.isGiven(DataSettings.DATA)) {
      problems.add("data is set, expected task-preset with it, or train and dev");
    }
  }

  private void columns() {
    String task = configuration.get(ModelSettings.TASK);
    int labels = configuration.get(DataSettings.LABEL_COLUMN).size();
    if (labels > 1 && (task.equals("classification") || task.equals("tokens"))) {
      problems.add("label-column names " + labels + " columns, the task " + task + " takes one");
    }
    if (task.equals("regression") && configuration.isGiven(DataSettings.LABELS)) {
      problems.add("labels are set, the task regression has numbers");
    }
    writtenText(task);
    if (task.equals("tokens") && configuration.isGiven(DataSettings.PAIR_COLUMN)) {
      problems.add("pair-column is set, the task tokens has no second text");
    }
  }

  private void writtenText(String task) {
    boolean writes = task.equals(SEQUENCE_TO_SEQUENCE);
    Stream<Setting<?>> foreign =
        writes
            ? Stream.of(DataSettings.LABELS)
            : Stream.of(DataSettings.TARGET_COLUMN, DataSettings.TARGET_MAX_LENGTH);
    foreign
        .filter(configuration::isGiven)
        .forEach(
            setting ->
                problems.add(
                    "%s is set, the task %s has none%s"
                        .formatted(
                            setting, task, writes ? "" : ", expected " + SEQUENCE_TO_SEQUENCE)));
  }

  private void batches() {
    int longest = configuration.get(DataSettings.MAX_LENGTH);
    configuration
        .find(DataSettings.TOKENS_PER_BATCH)
        .ifPresent(
            tokens -> {
              if (tokens < longest) {
                problems.add(
                    "tokens-per-batch is %d, expected at least the max-length %d"
                        .formatted(tokens, longest));
              }
              if (configuration.batchOrder().drawsBatches()) {
                problems.add(
                    "tokens-per-batch is set, the batching %s makes as many batches in each epoch only of a batch-size, expected the batching %s or %s"
                        .formatted(
                            configuration.get(DataSettings.BATCHING),
                            ChoiceNames.of(BatchOrder.UNIFORM_LENGTH),
                            ChoiceNames.of(BatchOrder.SEQUENTIAL)));
              }
            });
  }

  private void loading() {
    String loading = configuration.get(DataSettings.LOADING);
    if (!loading.equals("memory") && configuration.isGiven(DataSettings.TRAIN_EXAMPLES)) {
      problems.add(
          "train-examples and the loading %s are both set, expected the loading memory, in which a part fits"
              .formatted(loading));
    }
    if (loading.equals("stream")) {
      BatchOrder order = configuration.batchOrder();
      if (order != BatchOrder.SHUFFLED && order != BatchOrder.SEQUENTIAL) {
        problems.add(
            "loading is stream, the batching %s must know all lengths, expected the batching shuffled or sequential, or the loading disk"
                .formatted(configuration.get(DataSettings.BATCHING)));
      }
      if (configuration.isGiven(DataSettings.TOKENS_PER_BATCH)) {
        problems.add(
            "loading is stream and tokens-per-batch is set, expected a batch-size, or the loading disk");
      }
    } else if (configuration.isGiven(DataSettings.SHUFFLE_BUFFER)) {
      problems.add(
          "shuffle-buffer is set, the loading %s has none, expected stream".formatted(loading));
    }
  }
}
