package org.transformerzoo.datavec.reader;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The malformed lines that were left out: how many, and what was wrong with the first ones. */
public final class SkippedLines implements Serializable {

  private static final int DETAILED = 20;

  private final List<String> details = new ArrayList<>();
  private long count;

  void add(String sentence) {
    count++;
    if (details.size() < DETAILED) {
      details.add(sentence);
    }
  }

  /** How many lines were left out. */
  public long count() {
    return count;
  }

  /** A sentence with file, line and reason for each of the first lines that were left out. */
  public List<String> details() {
    return List.copyOf(details);
  }

  /** One sentence, fit to be shown to the user. */
  public String summary() {
    return switch (details.size()) {
      case 0 -> "no malformed lines";
      case 1 -> "1 malformed line was left out: " + details.get(0);
      default -> count + " malformed lines were left out, the first: " + details.get(0);
    };
  }
}
