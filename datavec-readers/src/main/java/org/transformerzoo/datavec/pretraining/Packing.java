package org.transformerzoo.datavec.pretraining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How lines of text become sequences of a length. */
public enum Packing {
  /**
   * Lines follow one another until a sequence is full, over the ends of documents, which are marked
   * by a separator (FULL-SENTENCES of Liu et al., 2019, arXiv 1907.11692, section 4.2).
   */
  FULL,
  /** The same, but no sequence has text of two documents; the last one of each may be short. */
  DOCUMENTS,
  /** Each line begins a sequence; longer ones go on in further sequences. */
  LINES;

  /** The name as it is written in settings. */
  public String publicName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Packing::publicName).toList();
  }
}
