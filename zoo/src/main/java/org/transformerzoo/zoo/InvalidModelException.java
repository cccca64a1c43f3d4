package org.transformerzoo.zoo;

/**
 * A model folder, checkpoint or input that cannot be used. The message is one sentence that names
 * the file, key or tensor, what was found and what was expected, and is fit to be shown to a user
 * as it is.
 */
public class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence, as described above
   */
  public InvalidModelException(String message) {
    super(message);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message one sentence, as described above
   * @param cause for the log
   */
  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
