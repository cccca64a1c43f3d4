package org.transformerzoo.zoo.hub;

import java.time.Duration;

/**
 * How often a request is tried again. A download that gets on between two failures starts counting
 * anew.
 *
 * @param attempts the most attempts in a row, at least 1
 * @param firstDelay how long to wait after the first failure; doubles with each further one
 * @param longestDelay the longest wait, also when a server asks for a longer one
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay) {

  /** Checks the bounds. */
  public RetryPolicy {
    if (attempts < 1 || firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "%d attempts with delays from %s to %s, expected at least 1 and delays in order"
              .formatted(attempts, firstDelay, longestDelay));
    }
  }

  /** Five attempts within about a quarter of a minute. */
  public static RetryPolicy standard() {
    return new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  /** The wait after failure number {@code failure}, counted from 1. */
  Duration delay(int failure) {
    Duration doubled = firstDelay.multipliedBy(1L << Math.min(failure - 1, 20));
    return shorter(doubled);
  }

  /** {@code delay}, or the longest one if that is shorter. */
  Duration shorter(Duration delay) {
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }
}
