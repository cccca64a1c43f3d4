package org.transformerzoo.zoo.execution.plan;

/**
 * This machine cannot compute in the precision that was asked for. The message says what can be.
 */
public final class UnsupportedPrecisionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception with the sentence {@code message}. */
  public UnsupportedPrecisionException(String message) {
    super(message);
  }
}
