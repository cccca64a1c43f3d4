package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.column;
import static org.transformerzoo.training.configuration.SettingType.columns;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.names;
import static org.transformerzoo.training.configuration.SettingType.path;
import static org.transformerzoo.training.configuration.SettingType.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.transformerzoo.datavec.batching.BatchOrder;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.tokenizer.Truncation;

/** The settings of the examples: where they are, and how they become batches. */
public final class DataSettings {

  /** A published task. */
  public static final Setting<String> TASK_PRESET =
      Setting.unset(
          "task-preset",
          choice(TaskPresets.names()),
          "a task of GLUE, which fills in task, files, columns, labels and metric where they are not"
              + " set");

  /** Where its files are. */
  public static final Setting<Path> DATA =
      Setting.unset("data", path(), "folder of the files of the task-preset");

  /** The examples to learn from. */
  public static final Setting<Path> TRAIN =
      Setting.unset(
          "train",
          path(),
          "examples to learn from: a TSV, CSV, JSONL, CoNLL or Parquet file, or a folder with a folder"
              + " of text files for each label");

  /** How many of them. */
  public static final Setting<Integer> TRAIN_EXAMPLES =
      Setting.unset(
          "train-examples",
          count(1),
          "learn from so many of the examples, drawn once and the same for all seeds");

  /** The examples to evaluate on. */
  public static final Setting<Path> DEV =
      Setting.unset("dev", path(), "examples to evaluate on, a file or folder like train");

  /** The text. */
  public static final Setting<Column> TEXT_COLUMN =
      Setting.of(
          "text-column", column(), Column.named("text"), "column of the text, or of the words");

  /** The second text. */
  public static final Setting<Column> PAIR_COLUMN =
      Setting.unset("pair-column", column(), "column of the second text of a pair");

  /** Which texts are queries. */
  public static final Setting<Column> ROLE_COLUMN =
      Setting.unset(
          "role-column",
          column(),
          "column that says query or document, for the pooling asymmetric");

  /** The labels. */
  public static final Setting<List<Column>> LABEL_COLUMN =
      Setting.of(
          "label-column",
          columns(),
          List.of(Column.named("label")),
          "column of the label; several for several targets or indicators");

  /** The names of the labels. */
  public static final Setting<List<String>> LABELS =
      Setting.unset(
          "labels",
          names(),
          "the labels in the order of the model's outputs, such as no,yes; lines with others are"
              + " malformed; those of train, sorted, if unset");

  /** Between several labels in one cell. */
  public static final Setting<String> LABEL_SEPARATOR =
      Setting.of("label-separator", text(), ",", "between the names in a multilabel column");

  /** The text to write. */
  public static final Setting<Column> TARGET_COLUMN =
      Setting.unset(
          "target-column",
          column(),
          "column of the text to write, for the task sequence-to-sequence");

  /** The longest text to write. */
  public static final Setting<Integer> TARGET_MAX_LENGTH =
      Setting.unset(
          "target-max-length",
          count(4),
          "most tokens of a text to write, special tokens included; max-length if unset");

  /** Whether files name their columns. */
  public static final Setting<String> HEADER =
      Setting.of(
          "header",
          choice(List.of("auto", "true", "false")),
          "auto",
          "whether the first line names the columns");

  /** What to do about broken lines. */
  public static final Setting<String> MALFORMED_LINES =
      Setting.of(
          "malformed-lines",
          choice(List.of("count", "fail")),
          "count",
          "leave lines out that cannot be read, and count them, or stop");

  /** Where examples are kept. */
  public static final Setting<String> LOADING =
      Setting.of(
          "loading",
          choice(List.of("memory", "disk", "stream")),
          "memory",
          "whether the examples to learn from are kept in memory, tokenized on disk, or read and"
              + " tokenized anew in each epoch");

  /** Where tokenized text is kept. */
  public static final Setting<Path> CACHE =
      Setting.unset(
          "cache",
          path(),
          "folder that keeps tokenized text for other runs; that of the run if unset");

  /** How far streamed examples are shuffled. */
  public static final Setting<Integer> SHUFFLE_BUFFER =
      Setting.unset(
          "shuffle-buffer",
          count(1),
          "examples at hand to draw the next one from, where they are streamed; 10000 if unset");

  /** The longest sequence. */
  public static final Setting<Integer> MAX_LENGTH =
      Setting.of("max-length", count(4), 128, "most tokens of a sequence, special tokens included");

  /** What to do about longer ones. */
  public static final Setting<String> TRUNCATION =
      Setting.of(
          "truncation",
          choice(Arrays.stream(Truncation.values()).map(Truncation::publicName).toList()),
          Truncation.LONGEST_FIRST.publicName(),
          "how longer sequences are shortened; do_not_truncate refuses them");

  /** How batches are formed. */
  public static final Setting<String> BATCHING =
      Setting.of(
          "batching",
          choice(ChoiceNames.of(BatchOrder.values())),
          ChoiceNames.of(BatchOrder.SHUFFLED),
          "which examples go together in a batch: any, those of like length, or neighbours");

  /** How long batches are. */
  public static final Setting<String> PADDING =
      Setting.of(
          "padding",
          choice(List.of("longest", "max-length")),
          "longest",
          "whether a batch is as long as its longest sequence, rounded up a little, or max-length");

  /** Examples in a micro-batch. */
  public static final Setting<Integer> BATCH_SIZE =
      Setting.of("batch-size", count(1), 32, "examples that are computed together");

  /** Tokens in a micro-batch. */
  public static final Setting<Integer> TOKENS_PER_BATCH =
      Setting.unset(
          "tokens-per-batch",
          count(1),
          "most tokens that are computed together, padding counted; batch-size, if set too, is the"
              + " most examples; goes with the batching uniform-length or sequential");

  /** Examples in a batch of evaluation. */
  public static final Setting<Integer> EVALUATION_BATCH_SIZE =
      Setting.unset("evaluation-batch-size", count(1), "the same for evaluation, if different");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(
          TASK_PRESET,
          DATA,
          TRAIN,
          TRAIN_EXAMPLES,
          DEV,
          TEXT_COLUMN,
          PAIR_COLUMN,
          ROLE_COLUMN,
          LABEL_COLUMN,
          LABELS,
          LABEL_SEPARATOR,
          TARGET_COLUMN,
          HEADER,
          MALFORMED_LINES,
          LOADING,
          CACHE,
          SHUFFLE_BUFFER,
          MAX_LENGTH,
          TARGET_MAX_LENGTH,
          TRUNCATION,
          BATCHING,
          PADDING,
          BATCH_SIZE,
          TOKENS_PER_BATCH,
          EVALUATION_BATCH_SIZE);

  private DataSettings() {}
}
