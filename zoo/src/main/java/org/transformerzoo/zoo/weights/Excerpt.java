package org.transformerzoo.zoo.weights;

/** Text from a file as a message shows it. */
public final class Excerpt {

  private static final int LONGEST = 120;

  private Excerpt() {}

  /** {@code text} on one line, and short. */
  public static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
