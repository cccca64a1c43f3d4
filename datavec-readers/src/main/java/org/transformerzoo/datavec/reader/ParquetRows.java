package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * The rows of a Parquet file, of which only the columns that are asked for are read, one row group
 * at a time: that much is in memory. The other cells of a row are missing.
 */
final class ParquetRows implements Rows {

  private static final String MARK = "PAR1";

  private final Path file;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final List<String> names;
  private final int longest;
  private final Map<Integer, ParquetColumn> columns = new TreeMap<>();
  private MessageType read;
  private PageReadStore group;
  private RecordReader<Group> records;
  private long leftInGroup;
  private long row;

  private ParquetRows(Path file, ParquetFileReader reader, int longest) {
    this.file = file;
    this.reader = reader;
    this.schema = reader.getFileMetaData().getSchema();
    this.names = schema.getFields().stream().map(Type::getName).toList();
    this.longest = longest;
  }

  /**
   * Opens a local file.
   *
   * @throws InvalidDataException if it is no sound Parquet file, or lacks a column, or has values
   *     of another kind in it
   */
  static ParquetRows open(URI uri, TextFormat format, TextColumns columns) {
    if (uri == null || !"file".equals(uri.getScheme())) {
      throw new InvalidDataException(
          new ExampleLocation(uri, 1).file() + " is no local file, expected one to read Parquet");
    }
    Path file = Path.of(uri);
    ParquetRows rows = new ParquetRows(file, reader(file), format.longestLine());
    try {
      rows.choose(columns);
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
    return rows;
  }

  private static ParquetFileReader reader(Path file) {
    requireEnds(file);
    try {
      return ParquetFileReader.open(
          new LocalInputFile(file),
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .usePageChecksumVerification(true)
              .build());
    } catch (IOException | RuntimeException e) {
      throw new InvalidDataException(
          "%s is damaged: the description of its columns cannot be read: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** A file that was cut off lacks the mark at its end. */
  private static void requireEnds(Path file) {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      boolean begins = isMark(bytes, 0);
      if (!begins || !isMark(bytes, bytes.length() - MARK.length())) {
        throw new InvalidDataException(
            "%s is %s, expected %s at its %s"
                .formatted(
                    file,
                    begins ? "not all of a Parquet file" : "no Parquet file",
                    MARK,
                    begins ? "end" : "beginning"));
      }
    } catch (IOException e) {
      throw new InvalidDataException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isMark(RandomAccessFile file, long position) throws IOException {
    byte[] found = new byte[MARK.length()];
    if (position < 0 || position + found.length > file.length()) {
      return false;
    }
    file.seek(position);
    file.readFully(found);
    return new String(found, StandardCharsets.ISO_8859_1).equals(MARK);
  }

  private void choose(TextColumns wanted) {
    boolean words = wanted.labelFormat().readsWords();
    requireText(wanted.text(), words);
    wanted.secondText().ifPresent(pair -> requireText(pair, false));
    wanted.all().forEach(this::add);
    if (wanted.others()) {
      addReadable();
    }
    if (wanted.labelFormat() == LabelFormat.WRITTEN_TEXT) {
      requireText(wanted.labels().get(0), false);
    }
    List<Type> types = columns.values().stream().map(ParquetColumn::type).toList();
    read = new MessageType(schema.getName(), types);
    reader.setRequestedSchema(read);
  }

  private void requireText(Column column, boolean orWords) {
    ParquetColumn found = add(column);
    if (!found.isText() || (found.isList() && !orWords)) {
      throw new InvalidDataException(
          "%s: the column %s is %s, expected text%s"
              .formatted(
                  file,
                  column,
                  ParquetColumn.describe(found.type()),
                  orWords ? " or a list of text" : ""));
    }
  }

  private ParquetColumn add(Column column) {
    int position = position(column);
    Type type = schema.getType(position);
    ParquetColumn found =
        ParquetColumn.of(type)
            .orElseThrow(
                () ->
                    new InvalidDataException(
                        "%s: the column %s is %s, expected text, numbers or truth values, or a list of them"
                            .formatted(file, column, ParquetColumn.describe(type))));
    columns.put(position, found);
    return found;
  }

  /** All columns whose kind can be read. */
  private void addReadable() {
    for (int position = 0; position < schema.getFieldCount(); position++) {
      int each = position;
      ParquetColumn.of(schema.getType(each)).ifPresent(found -> columns.put(each, found));
    }
  }

  private int position(Column column) {
    int position =
        column instanceof Column.Index index
            ? index.position()
            : names.indexOf(((Column.Name) column).name());
    if (position < 0 || position >= schema.getFieldCount()) {
      throw new InvalidDataException(
          "%s has no column %s, found %s".formatted(file, column, names()));
    }
    return position;
  }

  @Override
  public void start() {}

  @Override
  public Row next() throws MalformedLineException {
    Group record = record();
    if (record == null) {
      return null;
    }
    row++;
    List<Cell> cells = new ArrayList<>();
    for (int position = 0; position < schema.getFieldCount(); position++) {
      ParquetColumn column = columns.get(position);
      cells.add(column == null ? Cell.missing() : column.cell(record, longest));
    }
    return new Row(row, names(), cells);
  }

  /** The next record, or null at the end. */
  private Group record() {
    try {
      while (leftInGroup == 0) {
        closeGroup();
        group = reader.readNextRowGroup();
        if (group == null) {
          return null;
        }
        leftInGroup = group.getRowCount();
        records =
            new ColumnIOFactory()
                .getColumnIO(read)
                .getRecordReader(group, new GroupRecordConverter(read));
      }
      leftInGroup--;
      return records.read();
    } catch (IOException | RuntimeException e) {
      throw new InvalidDataException(
          "%s is damaged behind row %d: %s".formatted(file, row, e.getMessage()), e);
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public long line() {
    return row;
  }

  private void closeGroup() {
    if (group != null) {
      group.close();
      group = null;
    }
  }

  @Override
  public void close() {
    try {
      closeGroup();
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be closed", e);
    }
  }
}
