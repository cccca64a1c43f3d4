package org.transformerzoo.datavec.reader;

import java.util.List;

/**
 * One value of a row.
 *
 * @param values the only value, or the elements of a list, or nothing for a JSON null
 * @param isList whether the source wrote a list, such as a JSON array
 */
record Cell(List<String> values, boolean isList) {

  static Cell text(String value) {
    return new Cell(List.of(value), false);
  }

  static Cell missing() {
    return new Cell(List.of(), false);
  }

  static Cell list(List<String> values) {
    return new Cell(List.copyOf(values), true);
  }

  /** The only value. */
  String text() throws MalformedLineException {
    if (isList) {
      throw new MalformedLineException(
          "has a list of " + values.size() + " values where a single one is expected");
    }
    if (values.isEmpty()) {
      throw new MalformedLineException("has null where a value is expected");
    }
    return values.get(0);
  }

  /** The elements; a plain text is a list of words separated by spaces. */
  List<String> words() {
    if (isList || values.isEmpty()) {
      return values;
    }
    String text = values.get(0).strip();
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }
}
