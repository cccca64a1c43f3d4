package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A model that could not be brought to this machine. The message is one sentence that names the
 * model or file and the reason, and is fit to be shown to a user as it is.
 */
public final class HubException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  HubException(String message) {
    this(message, new IOException(message));
  }

  HubException(String message, IOException cause) {
    super(message, cause);
  }
}
