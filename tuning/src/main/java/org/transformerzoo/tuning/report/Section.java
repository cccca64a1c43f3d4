package org.transformerzoo.tuning.report;

import java.util.List;
import org.transformerzoo.tuning.markup.Element;

/** A part of the page. To add one, implement this and name it in {@link ReportPage}. */
interface Section {

  /** Its heading. */
  String title();

  /** Whether it has room beside another one, where the screen is wide. */
  default boolean isNarrow() {
    return false;
  }

  /** What stands under the heading; without anything there is no such section. */
  List<Element> content(ReportedSearch search);

  /** A picture with a sentence under it. */
  static Element figure(Element picture, String caption) {
    return Element.of("figure").add(picture, Element.of("figcaption").text(caption));
  }

  /** A paragraph. */
  static Element paragraph(String words) {
    return Element.of("p").text(words);
  }
}
