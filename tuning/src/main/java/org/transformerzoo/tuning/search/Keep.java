package org.transformerzoo.tuning.search;

/** Which models of a search are kept. */
public enum Keep {
  /** None. */
  NONE,
  /** Those of the best candidate. */
  BEST,
  /** Those of every candidate. */
  ALL
}
