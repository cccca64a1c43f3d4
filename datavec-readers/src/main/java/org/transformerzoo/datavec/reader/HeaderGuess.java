package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells whether the first line of a delimited file names the columns; see {@link Header#AUTO}. */
final class HeaderGuess {

  private static final Set<String> CUSTOMARY_NAMES =
      Set.of(
          "text",
          "text_a",
          "text_b",
          "text1",
          "text2",
          "sentence",
          "sentence1",
          "sentence2",
          "sentence_a",
          "sentence_b",
          "premise",
          "hypothesis",
          "question",
          "question1",
          "question2",
          "query",
          "document",
          "passage",
          "review",
          "message",
          "utterance",
          "comment",
          "tokens",
          "words",
          "label",
          "labels",
          "gold_label",
          "class",
          "category",
          "intent",
          "target",
          "score",
          "similarity",
          "is_duplicate",
          "tags",
          "ner_tags");

  private final RowParser parser;
  private final TextColumns columns;

  HeaderGuess(RowParser parser, TextColumns columns) {
    this.parser = parser;
    this.columns = columns;
  }

  /** Looks at the first two lines and gives them back. */
  boolean looksNamed(LineSource lines) throws IOException {
    if (columns.all().stream().anyMatch(Column.Name.class::isInstance)) {
      return true;
    }
    List<LineSource.Line> start = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Optional.ofNullable(RowParser.nextFilled(lines)).ifPresent(start::add);
    }
    lines.pushBack(start);
    Optional<Row> first = start.isEmpty() ? Optional.empty() : row(start.get(0));
    Optional<Row> second = start.size() < 2 ? Optional.empty() : row(start.get(1));
    return first.isPresent() && (hasCustomaryName(first.get()) || differ(first.get(), second));
  }

  private boolean hasCustomaryName(Row row) {
    return columns.all().stream()
        .flatMap(column -> text(row, column).stream())
        .anyMatch(text -> CUSTOMARY_NAMES.contains(text.strip().toLowerCase(Locale.ROOT)));
  }

  /** Whether a label is a word in the first line and a number in the second. */
  private boolean differ(Row first, Optional<Row> second) {
    return second.isPresent()
        && columns.labels().stream()
            .anyMatch(
                column ->
                    text(first, column).filter(text -> !isNumber(text)).isPresent()
                        && text(second.get(), column).filter(HeaderGuess::isNumber).isPresent());
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("[-+]?[0-9]+([.][0-9]*)?([eE][-+]?[0-9]+)?");
  }

  private static Optional<String> text(Row row, Column column) {
    try {
      return Optional.of(row.cell("label", column).text());
    } catch (MalformedLineException e) {
      return Optional.empty();
    }
  }

  private Optional<Row> row(LineSource.Line line) throws IOException {
    try (LineSource alone = LineSource.of(line)) {
      return Optional.ofNullable(parser.next(alone));
    } catch (MalformedLineException e) {
      return Optional.empty();
    }
  }
}
