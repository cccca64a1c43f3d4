package org.transformerzoo.training.finetuning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.batching.LabelEncoder;
import org.transformerzoo.datavec.batching.SequenceLimit;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.reader.LabelMap;
import org.transformerzoo.datavec.reader.TextColumns;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;

/**
 * How the labels of each task stand in files: which columns they take, what the outputs of the
 * model are called, and how a label becomes a target.
 */
enum TaskLabels {
  CLASSIFICATION("classification", named(LabelEncoder::classes)) {
    @Override
    void describe(FineTuningConfiguration configuration, TextColumns.Builder columns) {
      columns.oneClass(configuration.get(DataSettings.LABEL_COLUMN).get(0));
    }
  },
  MULTILABEL("multilabel", named(LabelEncoder::multipleClasses)) {
    @Override
    void describe(FineTuningConfiguration configuration, TextColumns.Builder columns) {
      List<Column> labels = configuration.get(DataSettings.LABEL_COLUMN);
      if (labels.size() == 1) {
        columns.nameList(labels.get(0), configuration.get(DataSettings.LABEL_SEPARATOR));
      } else {
        columns.indicators(labels.toArray(Column[]::new));
      }
    }
  },
  REGRESSION("regression", named(labels -> LabelEncoder.numbers(labels.size()))) {
    @Override
    void describe(FineTuningConfiguration configuration, TextColumns.Builder columns) {
      columns.numbers(configuration.get(DataSettings.LABEL_COLUMN).toArray(Column[]::new));
    }

    @Override
    List<String> names(FineTuningConfiguration configuration, ExampleData train) {
      List<Column> columns = configuration.get(DataSettings.LABEL_COLUMN);
      return IntStream.range(0, columns.size()).mapToObj(i -> name(columns.get(i), i)).toList();
    }

    @Override
    boolean namesClasses() {
      return false;
    }

    private String name(Column column, int index) {
      return column instanceof Column.Name named ? named.name() : "LABEL_" + index;
    }
  },
  TOKENS("tokens", named(LabelEncoder::tags)) {
    @Override
    void describe(FineTuningConfiguration configuration, TextColumns.Builder columns) {
      columns.tags(configuration.get(DataSettings.LABEL_COLUMN).get(0));
    }
  },
  SEQUENCE_TO_SEQUENCE(
      "sequence-to-sequence",
      (names, tokenizer, limit) -> LabelEncoder.writtenText(tokenizer, limit)) {
    @Override
    void describe(FineTuningConfiguration configuration, TextColumns.Builder columns) {
      columns.writtenText(configuration.get(DataSettings.TARGET_COLUMN));
    }

    @Override
    List<String> names(FineTuningConfiguration configuration, ExampleData train) {
      return List.of();
    }

    @Override
    boolean namesClasses() {
      return false;
    }

    @Override
    boolean namesOutputs() {
      return false;
    }
  };

  /** Makes an encoder for outputs of these names. */
  @FunctionalInterface
  private interface EncoderMaker {
    LabelEncoder make(List<String> names, Tokenizer tokenizer, SequenceLimit targets);
  }

  private final String task;

  @SuppressWarnings("ImmutableEnumChecker") // method references without state
  private final EncoderMaker encoder;

  TaskLabels(String task, EncoderMaker encoder) {
    this.task = task;
    this.encoder = encoder;
  }

  private static EncoderMaker named(Function<LabelMap, LabelEncoder> encoder) {
    return (names, tokenizer, targets) -> encoder.apply(LabelMap.inOrder(names));
  }

  /** The entry of the task called {@code task}. */
  static TaskLabels of(String task) {
    for (TaskLabels labels : values()) {
      if (labels.task.equals(task)) {
        return labels;
      }
    }
    throw new InvalidSettingException(
        "The task %s does not learn from labelled examples, expected one of %s; it is learnt from plain text by pre-training"
            .formatted(
                task,
                Arrays.stream(values())
                    .map(labels -> labels.task)
                    .collect(Collectors.joining(", "))));
  }

  /** Says which columns hold the labels, and how. */
  abstract void describe(FineTuningConfiguration configuration, TextColumns.Builder columns);

  /** Whether labels are names of classes, and not numbers or texts. */
  boolean namesClasses() {
    return true;
  }

  /** Whether the outputs of the model have names of their own, and are not the words. */
  boolean namesOutputs() {
    return true;
  }

  /** The names of the model's outputs. */
  List<String> names(FineTuningConfiguration configuration, ExampleData train) {
    Optional<List<String>> stated = configuration.find(DataSettings.LABELS);
    if (stated.isPresent()) {
      return stated.get();
    }
    return train.declaredLabels().isEmpty()
        ? LabelMap.of(train.labels()).names()
        : train.declaredLabels();
  }

  /**
   * Turns labels into targets.
   *
   * @param names of the model's outputs
   * @param tokenizer of texts to write
   * @param targets how long those may be
   */
  LabelEncoder encoder(List<String> names, Tokenizer tokenizer, SequenceLimit targets) {
    return encoder.make(names, tokenizer, targets);
  }
}
