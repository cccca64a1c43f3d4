package org.transformerzoo.training.checkpoint;

/** A checkpoint whose files are not what its manifest says. The message is one sentence. */
public final class DamagedCheckpointException extends RuntimeException {

  /** Creates the exception with a complete sentence. */
  public DamagedCheckpointException(String message) {
    super(message);
  }

  /** Creates the exception with a complete sentence and the failure behind it. */
  public DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
