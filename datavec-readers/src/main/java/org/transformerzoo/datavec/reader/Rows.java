package org.transformerzoo.datavec.reader;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The records of one file, one after the other, whatever its layout. */
interface Rows extends Closeable {

  /**
   * Reads what stands before the first row.
   *
   * @throws MalformedLineException if it is broken or lacks a column that is needed
   */
  void start() throws IOException, MalformedLineException;

  /** The next row, or null at the end. */
  Row next() throws IOException, MalformedLineException;

  /** The names that the file gives to its columns, or nothing if it names none. */
  List<String> names();

  /** The number of the line that was read last, or of the row where a file has no lines. */
  long line();

  /** The rows of a file that is yet to be opened. */
  static Rows of(Locations.Location location, TextFormat format, TextColumns columns) {
    return switch (format.layout()) {
      case PARQUET -> ParquetRows.open(location.uri(), format, columns);
      case LABELLED_FILES -> new LabelledFileRow(location, format);
      case DELIMITED, QUOTED, JSON_LINES, WORD_LINES ->
          new RowSource(location.open(), format, columns);
    };
  }
}
