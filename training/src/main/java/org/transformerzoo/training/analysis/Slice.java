package org.transformerzoo.training.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A part of a data set that is looked at for itself.
 *
 * @param name says which, to people
 * @param holds whether an example belongs to it
 */
public record Slice(String name, Predicate<Observation> holds) {

  /** Everything. */
  public static Slice all() {
    return new Slice("all", observation -> true);
  }

  /**
   * Examples whose text or second text has {@code part} in it, whatever the case of its letters.
   */
  public static Slice containing(String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return new Slice(
        "contains \"" + part + "\"",
        observation ->
            has(observation.example().text(), wanted) || has(observation.example().pair(), wanted));
  }

  private static boolean has(String text, String part) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(part);
  }

  /** A slice for each label that examples have, in the order of its name. */
  public static List<Slice> byLabel(List<Observation> observations) {
    return byValue("label", observations, Observation::label);
  }

  /** A slice for each answer of the model, in the order of its name. */
  public static List<Slice> byOutcome(List<Observation> observations) {
    return byValue("predicted", observations, Observation::outcome);
  }

  /**
   * A slice for each value of a metadata column; examples without that column are in none.
   *
   * @throws IllegalArgumentException if no example has it
   */
  public static List<Slice> byColumn(List<Observation> observations, String column) {
    List<Slice> slices =
        byValue(column, observations, each -> each.example().metadata().get(column));
    if (slices.isEmpty()) {
      throw new IllegalArgumentException(
          "No example has the column \"%s\", expected one of %s"
              .formatted(column, metadataColumns(observations)));
    }
    return slices;
  }

  /** The names of the columns that are kept as metadata. */
  public static List<String> metadataColumns(List<Observation> observations) {
    return observations.stream()
        .flatMap(each -> each.example().metadata().keySet().stream())
        .distinct()
        .toList();
  }

  /**
   * Slices of growing length with about as many examples each; examples of the same length stay
   * together.
   *
   * @param count how many at most, at least 1
   */
  public static List<Slice> byLength(List<Observation> observations, int count) {
    return ranges(
        observations,
        Observation::tokens,
        count,
        (from, to) -> (int) from + " to " + (int) to + " tokens");
  }

  /**
   * For regression, slices of growing value of the first target with about as many examples each;
   * equal values stay together, and examples whose truth is not known are in none.
   *
   * @param count how many at most, at least 1
   */
  public static List<Slice> byTarget(List<Observation> observations, int count) {
    return ranges(
        observations,
        each -> each.isLabelled() ? each.truth()[0] : Double.NaN,
        count,
        (from, to) -> "label from %s to %s".formatted(figure(from), figure(to)));
  }

  /** As {@link #byTarget}, by what is predicted. */
  public static List<Slice> byPredictedValue(List<Observation> observations, int count) {
    return ranges(
        observations,
        each -> each.logits()[0][0],
        count,
        (from, to) -> "predicted from %s to %s".formatted(figure(from), figure(to)));
  }

  private static String figure(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  /** What slices from one value to another, both included, are called. */
  @FunctionalInterface
  private interface RangeName {
    String of(double from, double to);
  }

  /** Slices by a number, where that is one. */
  private static List<Slice> ranges(
      List<Observation> observations,
      ToDoubleFunction<Observation> value,
      int count,
      RangeName name) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " slices were asked for, expected at least 1");
    }
    double[] values =
        observations.stream().mapToDouble(value).filter(Double::isFinite).sorted().toArray();
    List<Slice> slices = new ArrayList<>();
    int begin = 0;
    for (int slice = 1; slice <= count && begin < values.length; slice++) {
      int end = Math.max(begin + 1, (int) ((long) values.length * slice / count));
      while (end < values.length && values[end] == values[end - 1]) {
        end++;
      }
      double from = values[begin];
      double to = values[end - 1];
      slices.add(
          new Slice(
              name.of(from, to),
              found -> value.applyAsDouble(found) >= from && value.applyAsDouble(found) <= to));
      begin = end;
    }
    return slices;
  }

  private static List<Slice> byValue(
      String what, List<Observation> observations, Function<Observation, String> value) {
    return observations.stream()
        .map(value)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .map(each -> new Slice(what + " = " + each, found -> each.equals(value.apply(found))))
        .toList();
  }

  /** Those of {@code observations} that belong to it, in their order. */
  public List<Observation> of(List<Observation> observations) {
    return observations.stream().filter(holds).toList();
  }
}
