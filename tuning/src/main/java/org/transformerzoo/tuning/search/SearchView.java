package org.transformerzoo.tuning.search;

/** Shows how a search goes on. */
@FunctionalInterface
public interface SearchView {

  /**
   * A candidate is finished. Calls come one at a time, on the threads of the candidates.
   *
   * @param candidate that is finished
   * @param standing of the search with it
   */
  void finished(CandidateResult candidate, SearchStanding standing);

  /** The search has ended, whole or not; nothing more will come. */
  default void ended() {}
}
