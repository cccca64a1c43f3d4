package org.transformerzoo.tuning.search;

/**
 * Thrown in a run that is to end before its time, because the search ends. It is as if the run had
 * never been begun.
 */
public final class SearchEndedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public SearchEndedException() {
    super("The search has ended");
  }
}
