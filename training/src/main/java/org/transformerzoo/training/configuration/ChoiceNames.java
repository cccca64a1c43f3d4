package org.transformerzoo.training.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words that choose the constants of an enum: SHARED_ROW is shared-row. */
public final class ChoiceNames {

  private ChoiceNames() {}

  /** The word for {@code constant}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words for {@code constants}. */
  static List<String> of(Enum<?>[] constants) {
    return Arrays.stream(constants).map(ChoiceNames::of).toList();
  }

  /** The constant of {@code type} that {@code word}, one of its words, chooses. */
  public static <E extends Enum<E>> E parse(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
