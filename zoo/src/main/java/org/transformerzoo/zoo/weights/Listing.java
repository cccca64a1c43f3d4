package org.transformerzoo.zoo.weights;

import java.util.List;
import java.util.stream.Collectors;

/** The first few of a list, for messages. */
final class Listing {

  private static final int SHOWN = 5;

  private Listing() {}

  /** "a, b, c, d, e and 7 more". */
  static String of(List<?> items) {
    String first =
        items.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
    return items.size() <= SHOWN ? first : first + " and " + (items.size() - SHOWN) + " more";
  }
}
