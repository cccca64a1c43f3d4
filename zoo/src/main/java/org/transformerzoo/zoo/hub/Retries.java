package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.time.Duration;

/** Counts the failures of one undertaking and waits between its attempts. */
final class Retries {

  /** An attempt that the network may spoil. */
  @FunctionalInterface
  interface Attempt<T> {
    /** Tries once. */
    T run() throws IOException;
  }

  private final RetryPolicy policy;
  private final String subject;
  private final ProgressListener listener;
  private int failures;

  /**
   * No failure yet.
   *
   * @param subject what is to be had, for messages
   */
  Retries(RetryPolicy policy, String subject, ProgressListener listener) {
    this.policy = policy;
    this.subject = subject;
    this.listener = listener;
  }

  /** Repeats {@code attempt} until it succeeds or there were too many failures in a row. */
  <T> T run(Attempt<T> attempt) {
    while (true) {
      try {
        return attempt.run();
      } catch (IOException e) {
        waitOrGiveUp(e);
      }
    }
  }

  /** Something was achieved: failures before it no longer count. */
  void progressed() {
    failures = 0;
  }

  private void waitOrGiveUp(IOException failure) {
    failures++;
    String reason = NetworkFailure.reason(failure);
    if (!NetworkFailure.mayPass(failure)) {
      throw new HubException(subject + " cannot be downloaded: " + reason, failure);
    }
    if (failures >= policy.attempts()) {
      throw new HubException(
          "%s cannot be downloaded, after %d attempts: %s".formatted(subject, failures, reason),
          failure);
    }
    Duration delay = delay(failure);
    listener.retrying(subject, reason, delay);
    sleep(delay);
  }

  private Duration delay(IOException failure) {
    Duration own = policy.delay(failures);
    return failure instanceof TemporaryFailure temporary
        ? temporary.requestedWait().map(policy::shorter).orElse(own)
        : own;
  }

  private void sleep(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("The download of " + subject + " was interrupted");
    }
  }
}
