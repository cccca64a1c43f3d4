package org.transformerzoo.scaleout;

/** Finds what went wrong below what Spark says about it. */
final class Causes {

  private static final String OWN = "org.transformerzoo.";

  private Causes() {}

  /** The first of the causes that is this project's, else the last one. */
  static Throwable decisive(Throwable thrown) {
    Throwable cause = thrown;
    while (!cause.getClass().getName().startsWith(OWN) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** One sentence. */
  static String sentence(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? type : message.lines().findFirst().orElse(type);
  }
}
