package org.transformerzoo.tuning.search;

/**
 * Thrown if nothing can be computed any more where a search has its runs. It ends the search, which
 * can go on later; no candidate is to blame. The message is one sentence.
 */
public final class SearchPlaceLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with a sentence and the failure behind it. */
  public SearchPlaceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
