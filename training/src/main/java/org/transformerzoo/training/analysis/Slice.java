package org.transformerzoo.training.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
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

  /** Examples of {@code from} to {@code to} tokens, both included. */
  public static Slice tokens(int from, int to) {
    return new Slice(
        from + " to " + to + " tokens",
        observation -> observation.tokens() >= from && observation.tokens() <= to);
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
    if (count < 1) {
      throw new IllegalArgumentException(count + " slices were asked for, expected at least 1");
    }
    int[] lengths = observations.stream().mapToInt(Observation::tokens).sorted().toArray();
    List<Slice> slices = new ArrayList<>();
    int begin = 0;
    for (int slice = 1; slice <= count && begin < lengths.length; slice++) {
      int end = Math.max(begin + 1, (int) ((long) lengths.length * slice / count));
      while (end < lengths.length && lengths[end] == lengths[end - 1]) {
        end++;
      }
      slices.add(tokens(lengths[begin], lengths[end - 1]));
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
