package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.Header;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.TextColumns;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextFormat;
import org.transformerzoo.datavec.reader.TextFormat.Layout;
import org.transformerzoo.datavec.reader.TextRecordReader;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;

/**
 * Reads files of examples as a configuration describes them. Of the configuration it uses task, the
 * columns, label-separator, header and malformed-lines.
 */
public final class ExampleReader {

  private static final Logger LOG = LoggerFactory.getLogger(ExampleReader.class);

  private final FineTuningConfiguration configuration;

  /** A reader for the columns of {@code configuration}, which may be partial. */
  public ExampleReader(FineTuningConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Reads all labelled examples of {@code file}, whatever labels they have, unless the
   * configuration names them.
   *
   * @throws InvalidDataException naming file and line, if it cannot be used
   */
  public Examples readLabelled(Path file) {
    return readLabelled(file, configuration.find(DataSettings.LABELS).orElse(List.of()));
  }

  /**
   * Reads all examples of {@code file} that are labelled with some of the outputs of a model; lines
   * with other labels are malformed.
   *
   * @param outputs their names
   * @throws InvalidDataException naming file and line, if it cannot be used
   */
  public Examples readLabelled(Path file, List<String> outputs) {
    return read(file, labelled(outputs));
  }

  /**
   * As {@link #readLabelled(Path, List)}; what the other columns hold is kept as metadata.
   *
   * @throws InvalidDataException naming file and line, if it cannot be used
   */
  public Examples readWithMetadata(Path file, List<String> outputs) {
    return read(file, labelled(outputs).others());
  }

  /**
   * Reads the texts of {@code file}, whatever labels it has; what the other columns hold is kept as
   * metadata.
   *
   * @throws InvalidDataException naming file and line, if it cannot be used
   */
  public Examples readTexts(Path file) {
    return read(file, unlabelled().others());
  }

  private Examples read(Path file, TextColumns.Builder columns) {
    try (TextRecordReader reader = open(file, columns)) {
      List<TextExample> texts = reader.remainingExamples();
      tell(file, texts.size(), reader);
      return new Examples(file, texts, declared(reader), reader.skipped());
    } catch (IOException e) {
      throw cannotClose(file, e);
    }
  }

  /**
   * Reads the examples to learn from, or the part of them that is asked for; of a file that is not
   * to be held in memory only what there is.
   *
   * @throws InvalidDataException naming file and line, if it cannot be used
   */
  public ExampleData readTraining() {
    Path file = configuration.get(DataSettings.TRAIN);
    if (!configuration.get(DataSettings.LOADING).equals("memory")) {
      return scan(file);
    }
    Examples all = readLabelled(file);
    return configuration.find(DataSettings.TRAIN_EXAMPLES).map(all::draw).orElse(all);
  }

  /** Reads {@code file} to its end and keeps no example of it. */
  private ExampleFile scan(Path file) {
    List<String> known = configuration.find(DataSettings.LABELS).orElse(List.of());
    boolean named = TaskLabels.of(configuration.get(ModelSettings.TASK)).namesClasses();
    Set<String> labels = new LinkedHashSet<>();
    int count = 0;
    try (TextRecordReader reader = open(file, labelled(known))) {
      for (; reader.hasNext(); count = Math.addExact(count, 1)) {
        TextExample example = reader.nextExample();
        if (named) {
          labels.addAll(example.labels());
        }
      }
      tell(file, count, reader);
      return new ExampleFile(
          file,
          count,
          List.copyOf(labels),
          declared(reader),
          reader.skipped(),
          () -> open(file, labelled(known)));
    } catch (IOException e) {
      throw cannotClose(file, e);
    }
  }

  private static void tell(Path file, int examples, TextRecordReader reader) {
    LOG.info("{}: {} examples, {}", file, examples, reader.skipped().summary());
  }

  private static List<String> declared(TextRecordReader reader) {
    return Optional.ofNullable(reader.getLabels()).orElse(List.of());
  }

  private static UncheckedIOException cannotClose(Path file, IOException cause) {
    return new UncheckedIOException(file + " cannot be closed", cause);
  }

  private TextColumns.Builder labelled(List<String> known) {
    TaskLabels labels = TaskLabels.of(configuration.get(ModelSettings.TASK));
    TextColumns.Builder columns = texts();
    labels.describe(configuration, columns);
    return labels.namesClasses() ? columns.knownLabels(known) : columns;
  }

  /**
   * Opens {@code file} for reading its texts one by one, whatever labels it has.
   *
   * @throws InvalidDataException naming the file, if it cannot be used
   */
  public TextRecordReader openUnlabelled(Path file) {
    return open(file, unlabelled());
  }

  /**
   * Opens {@code file} for reading it line by line, whatever labels it has, malformed lines
   * included.
   *
   * @throws InvalidDataException naming the file, if it cannot be used
   */
  public ExampleLines openLines(Path file) {
    return ExampleLines.open(file, formatOf(file), unlabelledColumns());
  }

  /** The columns of the texts, without labels. */
  public TextColumns unlabelledColumns() {
    return checked(unlabelled());
  }

  /** What is to become of malformed lines. */
  public MalformedLines malformedLines() {
    return configuration.get(DataSettings.MALFORMED_LINES).equals("fail")
        ? MalformedLines.FAIL
        : MalformedLines.COUNT;
  }

  private TextColumns.Builder unlabelled() {
    TextColumns.Builder columns = texts();
    return configuration.get(ModelSettings.TASK).equals("tokens") ? columns.words() : columns;
  }

  private TextColumns.Builder texts() {
    TextColumns.Builder columns =
        TextColumns.builder().text(configuration.get(DataSettings.TEXT_COLUMN));
    configuration.find(DataSettings.PAIR_COLUMN).ifPresent(columns::pair);
    configuration.find(DataSettings.ROLE_COLUMN).ifPresent(columns::role);
    return columns;
  }

  private TextRecordReader open(Path file, TextColumns.Builder columns) {
    TextRecordReader reader =
        new TextRecordReader(formatOf(file), checked(columns), malformedLines());
    reader.open(file);
    return reader;
  }

  private static TextColumns checked(TextColumns.Builder columns) {
    try {
      return columns.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("The columns contradict each other: " + e.getMessage(), e);
    }
  }

  /** How {@code file} is laid out. */
  public TextFormat formatOf(Path file) {
    TextFormat format = TextFormat.of(file);
    boolean delimited = format.layout() == Layout.DELIMITED || format.layout() == Layout.QUOTED;
    String header = configuration.get(DataSettings.HEADER);
    if (!delimited || header.equals("auto")) {
      return format;
    }
    return format.withHeader(header.equals("true") ? Header.PRESENT : Header.ABSENT);
  }
}
