package org.transformerzoo.zoo.generation;

/** When a beam search stops looking for better texts than the finished ones. */
public enum EarlyStopping {
  /** As soon as there are as many finished texts as beams. */
  AT_ONCE,
  /** When the best open text, as long as it is now, would score less than the finished ones. */
  WHEN_UNLIKELY,
  /** When no open text can score more, whatever its length. */
  WHEN_IMPOSSIBLE
}
