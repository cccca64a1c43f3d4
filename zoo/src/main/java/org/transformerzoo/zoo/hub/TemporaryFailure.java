package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server that could not answer now and may be able to later. */
final class TemporaryFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> wait;

  /**
   * A failure.
   *
   * @param wait how long the server asks to be left alone
   */
  TemporaryFailure(String message, Optional<Duration> wait) {
    super(message);
    this.wait = wait;
  }

  Optional<Duration> requestedWait() {
    return wait;
  }
}
