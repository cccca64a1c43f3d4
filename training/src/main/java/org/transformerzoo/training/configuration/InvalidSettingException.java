package org.transformerzoo.training.configuration;

import java.util.List;

/**
 * Settings that cannot be used. The message names every setting that is wrong, what was found and
 * what was expected, and is fit to be shown to a user as it is.
 */
public final class InvalidSettingException extends RuntimeException {

  /** Creates the exception from one or more phrases, each about one setting. */
  public InvalidSettingException(List<String> problems) {
    super(String.join("; ", problems));
  }

  /** Creates the exception about problems of a file or command line called {@code location}. */
  public InvalidSettingException(String location, List<String> problems) {
    super(location + ": " + String.join("; ", problems));
  }

  /** Creates the exception with a complete sentence. */
  public InvalidSettingException(String message) {
    super(message);
  }

  /** Creates the exception with a complete sentence and the failure behind it. */
  public InvalidSettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
