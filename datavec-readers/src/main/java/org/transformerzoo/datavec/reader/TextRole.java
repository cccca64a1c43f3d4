package org.transformerzoo.datavec.reader;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a text searches or is searched for, where a model treats the two differently. */
public enum TextRole {
  /** A text that searches. */
  QUERY(0),
  /** A text that is searched for. */
  DOCUMENT(1);

  private final int id;

  TextRole(int id) {
    this.id = id;
  }

  /** The role as models take it: 0 for a query, 1 for a document. */
  public int id() {
    return id;
  }

  /** As it is written in files: query or document. */
  public String publicName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role that a file calls query or 0, or document or 1, in any case. */
  public static Optional<TextRole> parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(role -> word.equals(role.publicName()) || word.equals(Integer.toString(role.id)))
        .findFirst();
  }
}
