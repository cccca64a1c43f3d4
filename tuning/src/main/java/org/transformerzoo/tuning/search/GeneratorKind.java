package org.transformerzoo.tuning.search;

/** How candidates are chosen. */
public enum GeneratorKind {
  /** Each drawn from the space, whatever the others are. */
  RANDOM,
  /** Every combination of values; of ranges of numbers, a few of them at equal distances. */
  GRID,
  /** Bred from the best of those before. */
  GENETIC
}
