package org.transformerzoo.tuning.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a space as YAML has it: a map of one key, the kind, and the list of its values. */
final class SpaceSyntax {

  static final String EXPECTED =
      "a value, or one of {int: [low, high]}, {uniform: [low, high]}, {log-uniform: [low, high]}"
          + " and {choice: [value, value, …]}";

  private SpaceSyntax() {}

  /**
   * The space that {@code raw} describes.
   *
   * @throws IllegalArgumentException that completes a sentence beginning with the key
   */
  static SettingSpace parse(Map<?, ?> raw) {
    if (raw.size() != 1) {
      throw new IllegalArgumentException(raw + ", expected " + EXPECTED);
    }
    Map.Entry<?, ?> only = raw.entrySet().iterator().next();
    String kind = String.valueOf(only.getKey());
    if (!(only.getValue() instanceof List<?> values)) {
      throw new IllegalArgumentException(raw + ", expected " + EXPECTED);
    }
    return switch (kind) {
      case SettingSpace.INT ->
          new SettingSpace.WholeNumbers(wholeNumber(raw, values, 0), wholeNumber(raw, values, 1));
      case SettingSpace.UNIFORM ->
          new SettingSpace.Uniform(number(raw, values, 0), number(raw, values, 1));
      case SettingSpace.LOG_UNIFORM ->
          new SettingSpace.LogUniform(number(raw, values, 0), number(raw, values, 1));
      case SettingSpace.CHOICE -> new SettingSpace.Choice(new ArrayList<>(values));
      default -> throw new IllegalArgumentException(raw + ", expected " + EXPECTED);
    };
  }

  private static int wholeNumber(Map<?, ?> raw, List<?> values, int end) {
    double value = number(raw, values, end);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          raw + ", expected whole numbers of at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** YAML takes 1e-5, which has no point, for a text. */
  private static double number(Map<?, ?> raw, List<?> values, int end) {
    if (values.size() != 2) {
      throw new IllegalArgumentException(raw + ", expected the two ends [low, high]");
    }
    try {
      double value = Double.parseDouble(String.valueOf(values.get(end)));
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like what is not finite
    }
    throw new IllegalArgumentException(raw + ", expected two numbers [low, high]");
  }

  static void requireAscending(String kind, double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "%s from %s to %s, expected a lower and then a higher end"
              .formatted(kind, plain(low), plain(high)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
