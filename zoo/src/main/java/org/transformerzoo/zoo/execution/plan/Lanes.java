package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** Lends lanes to threads, one each; whoever finds none free waits. */
final class Lanes implements AutoCloseable {

  private final Supplier<Lane> factory;
  private final Optional<PackedWeights> shared;
  private final Deque<Lane> free = new ArrayDeque<>();
  private int unborn;
  private int taken;
  private boolean closed;

  /**
   * No lanes yet.
   *
   * @param limit how many there may be
   * @param shared what they share, closed with the last of them
   */
  Lanes(int limit, Supplier<Lane> factory, Optional<PackedWeights> shared) {
    this.unborn = limit;
    this.shared = shared;
    this.factory = factory;
  }

  /** A lane for the calling thread, to be given back. The one used last comes first. */
  synchronized Lane take() {
    boolean interrupted = false;
    while (free.isEmpty() && unborn == 0 && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed) {
      throw new IllegalStateException("The executor is closed");
    }
    taken++;
    if (free.isEmpty()) {
      unborn--;
      return factory.get();
    }
    return free.pop();
  }

  /** Takes {@code lane} back. */
  synchronized void giveBack(Lane lane) {
    taken--;
    if (closed) {
      lane.close();
      closeShared();
    } else {
      free.push(lane);
    }
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    free.forEach(Lane::close);
    free.clear();
    closeShared();
    notifyAll();
  }

  private void closeShared() {
    if (taken == 0) {
      shared.ifPresent(PackedWeights::close);
    }
  }
}
