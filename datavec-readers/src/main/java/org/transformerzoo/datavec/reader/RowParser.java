package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.util.List;

/** Finds the records in the lines of a file. */
interface RowParser {

  /**
   * The next record, or null at the end of the lines. After a {@link MalformedLineException} the
   * parser stands behind the malformed line and goes on with what follows.
   */
  Row next(LineSource lines) throws IOException, MalformedLineException;

  /** The parser of a format. */
  static RowParser of(TextFormat format) {
    return switch (format.layout()) {
      case DELIMITED -> new DelimitedParser(format.separator());
      case QUOTED -> new QuotedParser(format.separator());
      case JSON_LINES -> new JsonLinesParser();
      case WORD_LINES -> new WordLinesParser();
      case PARQUET, LABELLED_FILES ->
          throw new IllegalArgumentException(format.layout() + " has no lines");
    };
  }

  /** The next line that is not blank, or null at the end. */
  static LineSource.Line nextFilled(LineSource lines) throws IOException {
    LineSource.Line line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line;
  }

  /** A row of plain texts without names. */
  static Row plainRow(long line, List<String> values) {
    return new Row(line, List.of(), values.stream().map(Cell::text).toList());
  }
}
