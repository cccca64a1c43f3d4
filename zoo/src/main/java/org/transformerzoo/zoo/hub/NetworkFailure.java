package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** What the JDK's network exceptions mean: many of them have no message or a misleading one. */
final class NetworkFailure {

  private NetworkFailure() {}

  /** Whether the same request may succeed later. */
  static boolean mayPass(IOException e) {
    return !isUnknownHost(e) && !(e instanceof SSLException);
  }

  /** The reason in a few words. */
  static String reason(IOException e) {
    if (isUnknownHost(e)) {
      return "the host is not known, is there a network";
    }
    if (e instanceof HttpTimeoutException) {
      return "the server did not answer in time";
    }
    if (e instanceof ConnectException) {
      return "the connection was refused";
    }
    if (e instanceof SSLException) {
      return "no secure connection could be made: " + e.getMessage();
    }
    if (e instanceof TemporaryFailure || e instanceof StalledException) {
      return e.getMessage();
    }
    return "the connection was dropped" + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  private static boolean isUnknownHost(IOException e) {
    return e instanceof UnknownHostException || hasCause(e, UnresolvedAddressException.class);
  }

  private static boolean hasCause(Throwable e, Class<?> type) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
