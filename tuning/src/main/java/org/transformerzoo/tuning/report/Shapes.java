package org.transformerzoo.tuning.report;

import org.transformerzoo.tuning.markup.Element;

/** The elements of which pictures are made. */
final class Shapes {

  private Shapes() {}

  static Element line(double fromX, double fromY, double toX, double toY) {
    return Element.of("line").with("x1", fromX).with("y1", fromY).with("x2", toX).with("y2", toY);
  }

  static Element circle(double x, double y, double radius) {
    return Element.of("circle").with("cx", x).with("cy", y).with("r", radius);
  }

  /** A rectangle by two opposite corners. */
  static Element rectangle(double fromX, double fromY, double toX, double toY) {
    return Element.of("rect")
        .with("x", Math.min(fromX, toX))
        .with("y", Math.min(fromY, toY))
        .with("width", Math.abs(toX - fromX))
        .with("height", Math.abs(toY - fromY));
  }

  /** A line through places, each "x,y" as {@link #place} has it. */
  static Element polyline(Iterable<String> places) {
    return Element.of("polyline").with("points", String.join(" ", places));
  }

  static String place(double x, double y) {
    return Element.number(x) + "," + Element.number(y);
  }

  /** Words, of which the start, the middle or the end is at the place. */
  static Element label(double x, double y, String anchor, String words) {
    return Element.of("text").with("x", x).with("y", y).with("text-anchor", anchor).text(words);
  }

  /** Words with as many letters as there is room for, and all of them where one points at it. */
  static Element label(double x, double y, String anchor, String words, int letters) {
    if (words.length() <= letters) {
      return label(x, y, anchor, words);
    }
    return label(x, y, anchor, words.substring(0, Math.max(1, letters - 1)) + "…")
        .add(Element.of("title").text(words));
  }
}
