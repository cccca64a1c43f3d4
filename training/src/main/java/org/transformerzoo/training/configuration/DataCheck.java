package org.transformerzoo.training.configuration;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.batching.BatchOrder;

/** Finds settings of the examples that contradict each other. */
final class DataCheck {

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
    if (task.equals("tokens") && configuration.isGiven(DataSettings.PAIR_COLUMN)) {
      problems.add("pair-column is set, the task tokens has no second text");
    }
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
