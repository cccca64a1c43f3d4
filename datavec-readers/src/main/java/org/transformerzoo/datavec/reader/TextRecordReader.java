package org.transformerzoo.datavec.reader;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.Writable;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Reads text with labels from TSV, CSV, JSON lines, word-per-line and Parquet files, or from files
 * that are each a text in a folder named by its label: as {@link TextExample}s, or as DataVec
 * records for stock DL4J code.
 *
 * <p>A record is: the text; the second text, if there is a pair column; then the labels: a Text for
 * one class, a DoubleWritable for each number, a Text with the names between separators for a name
 * list, an IntWritable of 0 or 1 for each indicator column, a Text with the tags between spaces, a
 * Text that is to be written. The words of a tagged text come as one Text between spaces. Line
 * numbers in metadata count from 1.
 *
 * <p>A file without any usable example is an error, whatever the policy for malformed lines. The
 * reader can be serialized before it is initialized.
 */
public final class TextRecordReader extends BaseRecordReader {

  private final TextFormat format;
  private final TextColumns columns;
  private final MalformedLines malformedLines;
  private SkippedLines skipped = new SkippedLines();
  private List<String> labelColumnNames = List.of();
  private Configuration conf;
  private transient List<Locations.Location> locations;
  private transient int opened;
  private transient boolean begun;
  private transient ExampleCursor cursor;
  private transient TextExample upcoming;

  /**
   * Creates a reader, to be initialized with an input split.
   *
   * @param malformedLines what to do about a line that holds no usable example
   */
  public TextRecordReader(TextFormat format, TextColumns columns, MalformedLines malformedLines) {
    this.format = Objects.requireNonNull(format, "format");
    this.columns = Objects.requireNonNull(columns, "columns");
    this.malformedLines = Objects.requireNonNull(malformedLines, "malformedLines");
  }

  /**
   * Opens one local file, or a {@link LabelledFolder} where that is the format.
   *
   * @throws InvalidDataException if the file does not exist, or has no usable first example
   */
  public void open(Path file) {
    if (format.layout() == TextFormat.Layout.LABELLED_FILES) {
      List<Path> files = LabelledFolder.at(file).files();
      initialize(new CollectionInputSplit(files.stream().map(Path::toUri).toList()));
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException(file + " does not exist or is not a file");
    }
    initialize(new CollectionInputSplit(List.of(file.toUri())));
  }

  @Override
  public void initialize(InputSplit split) {
    try {
      super.initialize(split);
      close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot begin to read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before reading began", e);
    }
    locations = Locations.of(split, streamCreatorFn);
    opened = 0;
    begun = false;
    skipped = new SkippedLines();
    advance();
  }

  @Override
  public void initialize(Configuration configuration, InputSplit split) {
    setConf(configuration);
    initialize(split);
  }

  private void advance() {
    upcoming = cursor == null ? null : cursor.next();
    while (upcoming == null && opened < locations.size()) {
      closeCursor();
      Locations.Location location = locations.get(opened++);
      cursor = cursor(location, skipped);
      labelColumnNames = cursor.labelColumnNames();
      upcoming = cursor.next();
    }
    if (upcoming == null) {
      closeCursor();
      requireSome();
    } else {
      begun = true;
    }
  }

  /** Files that are each a text may all be malformed; others have told it themselves. */
  private void requireSome() {
    if (!begun && skipped.count() > 0) {
      throw new InvalidDataException(
          "there is no usable text among %d; the first: %s"
              .formatted(skipped.count(), skipped.details().get(0)));
    }
  }

  private ExampleCursor cursor(Locations.Location location, SkippedLines counter) {
    return new ExampleCursor(
        Rows.of(location, format, columns),
        location.uri(),
        format,
        columns,
        malformedLines,
        counter);
  }

  private void closeCursor() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a file that was read", e);
    }
  }

  @Override
  public boolean hasNext() {
    requireInitialized();
    if (upcoming == null) {
      advance();
    }
    return upcoming != null;
  }

  /**
   * The next example.
   *
   * @throws InvalidDataException if the next line is malformed and that is fatal by policy, or if a
   *     file ends without a usable example
   * @throws NoSuchElementException if there are no more
   */
  public TextExample nextExample() {
    if (!hasNext()) {
      throw new NoSuchElementException("no examples left");
    }
    TextExample example = upcoming;
    upcoming = null;
    invokeListeners(example);
    return example;
  }

  /** All examples that are left. */
  public List<TextExample> remainingExamples() {
    List<TextExample> examples = new ArrayList<>();
    while (hasNext()) {
      examples.add(nextExample());
    }
    return examples;
  }

  /** The examples that are left, read as they are asked for. */
  public Iterator<TextExample> examples() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return TextRecordReader.this.hasNext();
      }

      @Override
      public TextExample next() {
        return nextExample();
      }
    };
  }

  @Override
  public List<Writable> next() {
    return writables(nextExample());
  }

  @Override
  public Record nextRecord() {
    return record(nextExample());
  }

  private List<Writable> writables(TextExample example) {
    return new ExampleWritables(columns, labelColumnNames).of(example);
  }

  private Record record(TextExample example) {
    ExampleLocation location = example.location();
    return new org.datavec.api.records.impl.Record(
        writables(example),
        new RecordMetaDataLine(
            Math.toIntExact(location.line()), location.uri(), TextRecordReader.class));
  }

  /**
   * The columns of the records, for a {@code TransformProcess}: text, pair, then label, labels,
   * tags or target, or the label columns by their names in the file. A label is categorical where
   * the labels are known.
   *
   * @throws IllegalStateException if the reader has not been initialized
   */
  public Schema schema() {
    requireInitialized();
    return TextSchema.of(columns, labelColumnNames);
  }

  /** Malformed lines that were left out since initialization or reset. */
  public SkippedLines skipped() {
    return skipped;
  }

  /**
   * The class names of {@link LabelFormat#INDICATORS} columns; null otherwise, as not known yet.
   */
  @Override
  public List<String> getLabels() {
    return columns.labelFormat() == LabelFormat.INDICATORS ? labelColumnNames : null;
  }

  @Override
  public void reset() {
    requireInitialized();
    if (!resetSupported()) {
      throw new UnsupportedOperationException("the input can be read only once");
    }
    inputSplit.reset();
    initialize(inputSplit);
  }

  @Override
  public boolean resetSupported() {
    return inputSplit == null || inputSplit.resetSupported();
  }

  private void requireInitialized() {
    if (locations == null) {
      throw new IllegalStateException("the reader has not been initialized with an input split");
    }
  }

  /** Reads the first record of a stream. */
  @Override
  public List<Writable> record(URI uri, DataInputStream stream) throws IOException {
    try (ExampleCursor first =
        cursor(new Locations.Location(uri, ignored -> stream), new SkippedLines())) {
      TextExample example = first.next();
      invokeListeners(example);
      return new ExampleWritables(columns, first.labelColumnNames()).of(example);
    }
  }

  @Override
  public Record loadFromMetaData(RecordMetaData metaData) throws IOException {
    return loadFromMetaData(List.of(metaData)).get(0);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metaData) throws IOException {
    return new RecordLookup(
            uri -> cursor(new Locations.Location(uri, streamCreatorFn), new SkippedLines()))
        .find(metaData).stream().map(this::record).toList();
  }

  @Override
  public void close() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }

  @Override
  public void setConf(Configuration configuration) {
    conf = configuration;
  }

  @Override
  public Configuration getConf() {
    return conf;
  }
}
