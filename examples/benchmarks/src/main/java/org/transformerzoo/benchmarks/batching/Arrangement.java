package org.transformerzoo.benchmarks.batching;

import java.util.Locale;

/** A way to form batches. */
public enum Arrangement {
  /** Any examples together, all batches as long as the longest sequence may be. */
  FIXED_LENGTH("shuffled", "max-length"),
  /** Any examples together, each batch as long as its longest sequence. */
  DYNAMIC("shuffled", "longest"),
  /** Examples of like length among some batches drawn at random. */
  GROUP_BY_LENGTH("group-by-length", "longest"),
  /** Examples of like length among all. */
  UNIFORM_LENGTH("uniform-length", "longest");

  private final String batching;
  private final String padding;

  Arrangement(String batching, String padding) {
    this.batching = batching;
    this.padding = padding;
  }

  /** The value of the setting batching. */
  String batching() {
    return batching;
  }

  /** The value of the setting padding. */
  String padding() {
    return padding;
  }

  /** Its name in results. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
