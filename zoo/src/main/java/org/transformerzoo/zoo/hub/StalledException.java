package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.time.Duration;

/** A connection over which nothing came for too long. */
final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;

  StalledException(Duration patience) {
    super("nothing came for %.1f seconds".formatted(patience.toMillis() / 1000.0));
  }
}
