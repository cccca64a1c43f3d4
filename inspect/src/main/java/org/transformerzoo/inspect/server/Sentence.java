package org.transformerzoo.inspect.server;

/** What went wrong, in one sentence for people. */
public final class Sentence {

  private Sentence() {}

  /** The first line of what {@code thrown} says, or its kind if it says nothing. */
  public static String of(Throwable thrown) {
    String message = thrown.getMessage();
    String type = thrown.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : message.lines().findFirst().orElse(type);
  }
}
