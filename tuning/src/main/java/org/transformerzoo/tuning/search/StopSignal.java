package org.transformerzoo.tuning.search;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Ends the runs under way, each after its current step, once the search is to end. */
final class StopSignal {

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean given;

  /** From now on no run goes on. */
  void give() {
    given = true;
  }

  /** The same, because the search cannot go on. */
  void giveUp(Throwable reason) {
    failure.compareAndSet(null, reason);
    given = true;
  }

  /** Why it cannot go on, if that is so. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Whether the search is to end. */
  boolean isGiven() {
    return given;
  }

  /** Throws an exception if the search is to end. */
  void check() {
    if (given) {
      throw new SearchEndedException();
    }
  }
}
