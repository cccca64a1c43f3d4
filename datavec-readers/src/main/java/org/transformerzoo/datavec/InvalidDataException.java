package org.transformerzoo.datavec;

/**
 * Data that cannot be used as it is: a file, line, label or tokenizer definition. The message is
 * one sentence that names the place, what was found there and what was expected, fit to be shown to
 * the person who supplied the data without a stack trace.
 */
public final class InvalidDataException extends RuntimeException {

  /** Creates the exception with a complete sentence for the user. */
  public InvalidDataException(String message) {
    super(message);
  }

  /** Creates the exception with a complete sentence for the user and the failure behind it. */
  public InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
