package org.transformerzoo.zoo.execution.plan;

/** A plan needs more memory than is allowed. The message says how much, and what to do. */
public final class PlanTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long bytes;

  PlanTooLargeException(String message, long bytes) {
    super(message);
    this.bytes = bytes;
  }

  /** The bytes that the plan needs. */
  public long bytes() {
    return bytes;
  }
}
