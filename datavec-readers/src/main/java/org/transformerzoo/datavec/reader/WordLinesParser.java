package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sentences of one word a line, ended by an empty line: column files as of the CoNLL tasks. */
final class WordLinesParser implements RowParser {

  private static final String DOCUMENT_START = "-DOCSTART-";

  @Override
  public Row next(LineSource lines) throws IOException, MalformedLineException {
    LineSource.Line line = RowParser.nextFilled(lines);
    while (line != null && line.text().startsWith(DOCUMENT_START)) {
      line = RowParser.nextFilled(lines);
    }
    if (line == null) {
      return null;
    }
    long begin = line.number();
    List<LineSource.Line> sentence = new ArrayList<>();
    long length = 0;
    for (; line != null && !line.isBlank(); line = lines.next()) {
      length += line.text().length() + 1L;
      // A file without empty lines is not a sentence to be held in memory: read on, keep nothing.
      if (length <= lines.longestLine()) {
        sentence.add(line);
      }
    }
    if (length > lines.longestLine()) {
      throw new MalformedLineException(
          "begins a sentence of " + length + " characters, expected at most " + lines.longestLine(),
          begin);
    }
    return new Row(begin, List.of(), columns(sentence));
  }

  private static List<Cell> columns(List<LineSource.Line> sentence) throws MalformedLineException {
    List<List<String>> columns = new ArrayList<>();
    for (LineSource.Line line : sentence) {
      String[] values = line.soundText().strip().split("\\s+");
      if (columns.isEmpty()) {
        for (int i = 0; i < values.length; i++) {
          columns.add(new ArrayList<>());
        }
      }
      if (values.length != columns.size()) {
        throw new MalformedLineException(
            "has "
                + values.length
                + (values.length == 1 ? " column" : " columns")
                + ", expected "
                + columns.size()
                + " as above it",
            line.number());
      }
      for (int i = 0; i < values.length; i++) {
        columns.get(i).add(values[i]);
      }
    }
    return columns.stream().map(Cell::list).toList();
  }
}
