package org.transformerzoo.tuning.report;

import java.util.List;
import org.transformerzoo.tuning.markup.Element;

/** A table whose rows can be ordered by each of its columns, and which scrolls where it is wide. */
final class Table {

  private final Element body = Element.of("tbody");
  private final List<String> columns;

  Table(List<String> columns) {
    this.columns = columns;
  }

  /** A row of a candidate, which lights up with what else stands for it. */
  void add(RankedCandidate candidate, List<Element> cells) {
    body.add(
        Element.of("tr")
            .with("data-candidate", String.valueOf(candidate.result().index()))
            .with("class", candidate.isBest() ? "best" : "")
            .addAll(cells));
  }

  /** A cell with the candidate's number, by which it is chosen. */
  static Element candidate(RankedCandidate candidate) {
    String number = String.valueOf(candidate.result().index());
    return Element.of("td")
        .with("data-value", number)
        .add(
            Element.of("button", "pick")
                .with("type", "button")
                .with("aria-pressed", "false")
                .text(number));
  }

  /** A number; ordered as such. */
  static Element number(Object value, String text) {
    return Element.of("td", "number")
        .with("data-value", value == null ? "" : String.valueOf(value))
        .text(text);
  }

  static Element text(String text) {
    return Element.of("td").with("data-value", text).text(text);
  }

  /** A cell of sentences, which is wide enough to read them. */
  static Element sentence(String text) {
    return text(text).with("class", "sentence");
  }

  Element element() {
    Element heads = Element.of("tr");
    for (String column : columns) {
      heads.add(
          Element.of("th")
              .with("scope", "col")
              .add(Element.of("button", "order").with("type", "button").text(column)));
    }
    return Element.of("div", "scroll")
        .with("tabindex", "0")
        .add(Element.of("table").add(Element.of("thead").add(heads), body));
  }
}
