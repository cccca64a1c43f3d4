package org.transformerzoo.training.loop;

/**
 * Training cannot go on, because a loss or gradient is not finite. The message is one sentence that
 * names the step and the batch and is fit to be shown to a user as it is.
 */
public final class TrainingFailedException extends RuntimeException {

  /** Creates the exception with a complete sentence. */
  public TrainingFailedException(String message) {
    super(message);
  }

  /** Creates the exception with a complete sentence and the failure behind it. */
  public TrainingFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
