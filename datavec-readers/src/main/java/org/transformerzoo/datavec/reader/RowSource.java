package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The rows of one file of lines, with the names that its header gives to the columns. */
final class RowSource implements Rows {

  private final LineSource lines;
  private final RowParser parser;
  private final TextFormat format;
  private final TextColumns columns;
  private List<String> names = List.of();
  private boolean started;

  RowSource(InputStream in, TextFormat format, TextColumns columns) {
    this.lines = new LineSource(in, format.longestLine());
    this.parser = RowParser.of(format);
    this.format = format;
    this.columns = columns;
  }

  /** The rows of a part of a file, which need no start. */
  RowSource(FilePart part, TextFormat format, TextColumns columns) {
    this.lines = new LineSource(part.lines(), format.longestLine(), part.firstLine() - 1);
    this.parser = RowParser.of(format);
    this.format = format;
    this.columns = columns;
    this.names = part.names();
    this.started = true;
  }

  @Override
  public void start() throws IOException, MalformedLineException {
    started = true;
    if (!isDelimited() || !hasHeader()) {
      return;
    }
    Row header = parser.next(lines);
    if (header == null) {
      return;
    }
    List<String> found = new ArrayList<>();
    for (Cell cell : header.cells()) {
      found.add(cell.text().strip());
    }
    if (new HashSet<>(found).size() < found.size()) {
      requireUnambiguous(found);
    }
    names = List.copyOf(found);
    for (Column column : columns.all()) {
      header.withNames(names).cell("required", column);
    }
  }

  private void requireUnambiguous(List<String> found) throws MalformedLineException {
    for (Column column : columns.all()) {
      if (column instanceof Column.Name name
          && found.indexOf(name.name()) != found.lastIndexOf(name.name())) {
        throw new MalformedLineException(
            "names column '" + name.name() + "' more than once, expected one such column");
      }
    }
  }

  private boolean isDelimited() {
    return format.layout() == TextFormat.Layout.DELIMITED
        || format.layout() == TextFormat.Layout.QUOTED;
  }

  private boolean hasHeader() throws IOException {
    return switch (format.header()) {
      case PRESENT -> true;
      case ABSENT -> false;
      case AUTO -> new HeaderGuess(parser, columns).looksNamed(lines);
    };
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public Row next() throws IOException, MalformedLineException {
    if (!started) {
      throw new IllegalStateException("rows were asked for before the header was read");
    }
    Row row = parser.next(lines);
    return row == null || names.isEmpty() ? row : row.withNames(names);
  }

  @Override
  public long line() {
    return lines.number();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
