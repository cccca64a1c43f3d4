package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * RFC 4180 records, which may span lines inside quotes. A quote that is never closed costs its own
 * line only: what follows is read afresh.
 */
final class QuotedParser implements RowParser {

  /** More lines than this in one quoted value mean a quote that was never closed. */
  private static final int MOST_LINES = 1000;

  private final CSVFormat format;

  QuotedParser(char separator) {
    format = CSVFormat.RFC4180.builder().setDelimiter(separator).build();
  }

  @Override
  public Row next(LineSource lines) throws IOException, MalformedLineException {
    LineSource.Line first = RowParser.nextFilled(lines);
    if (first == null) {
      return null;
    }
    String text = first.soundText();
    if (hasOpenQuote(text)) {
      Optional<Row> spanning = parseSpanning(first, lines);
      if (spanning.isPresent()) {
        return spanning.get();
      }
    }
    return parse(first.number(), text)
        .orElseThrow(
            () ->
                new MalformedLineException(
                    "has unbalanced quotes, expected values quoted as in RFC 4180",
                    first.number()));
  }

  private static boolean hasOpenQuote(String text) {
    return text.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  /** The record that the line begins, or nothing; then the lines after the first are given back. */
  private Optional<Row> parseSpanning(LineSource.Line first, LineSource lines) throws IOException {
    List<LineSource.Line> taken = new ArrayList<>();
    StringBuilder text = new StringBuilder(first.text());
    while (taken.size() < MOST_LINES && text.length() <= lines.longestLine()) {
      LineSource.Line line = lines.next();
      if (line == null) {
        break;
      }
      taken.add(line);
      if (line.problem() != null) {
        break;
      }
      text.append('\n').append(line.text());
      if (hasOpenQuote(line.text())) {
        Optional<Row> row = parse(first.number(), text.toString());
        if (row.isPresent()) {
          return row;
        }
        break;
      }
    }
    lines.pushBack(taken);
    return Optional.empty();
  }

  /** The row, if the text is one sound record and nothing else. */
  private Optional<Row> parse(long line, String text) {
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1
          ? Optional.of(RowParser.plainRow(line, records.get(0).toList()))
          : Optional.empty();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
