package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** One record a line; quotes mean nothing. */
final class DelimitedParser implements RowParser {

  private final Pattern separator;

  DelimitedParser(char separator) {
    this.separator = Pattern.compile(Pattern.quote(String.valueOf(separator)));
  }

  @Override
  public Row next(LineSource lines) throws IOException, MalformedLineException {
    LineSource.Line line = RowParser.nextFilled(lines);
    if (line == null) {
      return null;
    }
    // The limit -1 keeps empty columns at the end of the line.
    return RowParser.plainRow(line.number(), List.of(separator.split(line.soundText(), -1)));
  }
}
