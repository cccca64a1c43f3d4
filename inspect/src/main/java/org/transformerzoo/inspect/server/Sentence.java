package org.transformerzoo.inspect.server;

import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.InvalidModelException;

/** What went wrong, in one sentence for people. */
public final class Sentence {

  private static final String MEMORY =
      "The program has not enough memory for this; its log says where it ran out";
  private static final String UNEXPECTED =
      "Something went wrong inside the program; its log says what";

  /** Failures that say in their own words, to people, what they should do otherwise. */
  private static final List<Class<? extends RuntimeException>> EXPECTED =
      List.of(
          InvalidDataException.class,
          InvalidModelException.class,
          InvalidSettingException.class,
          IllegalArgumentException.class);

  private Sentence() {}

  /** The first line of what an expected failure says; of any other no more than that it was. */
  public static String of(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return MEMORY;
    }
    return isExpected(thrown) ? firstLine(thrown) : UNEXPECTED;
  }

  /** Whether it comes of what was asked or given, and not of the program itself. */
  public static boolean isExpected(Throwable thrown) {
    return EXPECTED.stream().anyMatch(kind -> kind.isInstance(thrown))
        && thrown.getMessage() != null
        && !thrown.getMessage().isBlank();
  }

  private static String firstLine(Throwable thrown) {
    return thrown.getMessage().strip().lines().findFirst().orElse(UNEXPECTED);
  }
}
