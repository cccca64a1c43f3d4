package org.transformerzoo.tuning.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.transformerzoo.training.configuration.InvalidSettingException;

/**
 * How a space is searched.
 *
 * @param generator how candidates are chosen
 * @param trials the most candidates there will be, at least 1
 * @param seeds runs of each candidate, with the seeds 1, 2, …; the score is the mean of theirs
 * @param searchSeed of the choice of candidates
 * @param gridPoints values of a range in a grid, at least 2
 * @param population candidates of a generation of the genetic generator, at least 4
 * @param parallel candidates at a time, at least 1 and at most one for each core
 * @param minutes after which no more is done, at least 1; 0 for no limit
 * @param stopping whether runs that do badly are given up
 * @param keep which models are kept
 */
public record SearchOptions(
    GeneratorKind generator,
    int trials,
    int seeds,
    long searchSeed,
    int gridPoints,
    int population,
    int parallel,
    int minutes,
    Stopping stopping,
    Keep keep) {

  private static final Map<String, Option> ALL = table();

  /** What may differ when a search goes on. */
  private static final List<String> CHANGEABLE =
      List.of("trials", "parallel", "minutes", "stopping", "keep");

  private record Option(String fallback, String description) {}

  private static Map<String, Option> table() {
    Map<String, Option> all = new LinkedHashMap<>();
    all.put("generator", new Option("random", "random, grid or genetic"));
    all.put("trials", new Option("20", "the most candidates there will be"));
    all.put("seeds", new Option("1", "runs of each candidate, whose mean is its score"));
    all.put("search-seed", new Option("1", "seed of the choice of candidates"));
    all.put("grid-points", new Option("5", "values that a grid takes of a range of numbers"));
    all.put("population", new Option("10", "candidates in a generation of genetic"));
    all.put("parallel", new Option("1", "candidates at a time"));
    all.put("minutes", new Option("0", "after which the search stops; 0 for no limit"));
    all.put("stopping", new Option("none", "gives up runs that do badly: none, median or halving"));
    all.put("keep", new Option("best", "which models are kept: none, best or all"));
    return all;
  }

  /**
   * The options that are given by key, such as {@code trials}, and defaults for all others.
   *
   * @throws InvalidSettingException that names each option that is wrong
   */
  public static SearchOptions of(Map<String, ?> options) {
    return parse("options of the search", options);
  }

  /**
   * Reads options by key.
   *
   * @throws InvalidSettingException that names the file and each option that is wrong
   */
  static SearchOptions parse(String location, Map<String, ?> raw) {
    Reader reader = new Reader(raw);
    SearchOptions options =
        new SearchOptions(
            reader.choice("generator", GeneratorKind.class),
            reader.count("trials", 1),
            reader.count("seeds", 1),
            reader.number("search-seed", Long.MIN_VALUE, "a whole number"),
            reader.count("grid-points", 2),
            reader.count("population", 4),
            reader.parallel(),
            reader.count("minutes", 0),
            reader.choice("stopping", Stopping.class),
            reader.choice("keep", Keep.class));
    reader.unknown();
    if (!reader.problems.isEmpty()) {
      throw new InvalidSettingException(location, reader.problems);
    }
    return options;
  }

  /** The keys of all options. */
  public static List<String> keys() {
    return List.copyOf(ALL.keySet());
  }

  /** The native threads of each candidate, where several share the cores. */
  public OptionalInt threads() {
    return parallel == 1
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(1, Runtime.getRuntime().availableProcessors() / parallel));
  }

  /** What an option is, and its default, for help texts. */
  public static String describe(String key) {
    Option option = ALL.get(key);
    String text = option.description();
    return "%s%s (default: %s)."
        .formatted(
            text.substring(0, 1).toUpperCase(Locale.ROOT), text.substring(1), option.fallback());
  }

  /** Whether candidates and their scores are the same with these options and with others. */
  boolean sameCandidates(SearchOptions other) {
    Map<String, Object> own = toMap();
    Map<String, Object> others = other.toMap();
    CHANGEABLE.forEach(
        key -> {
          own.remove(key);
          others.remove(key);
        });
    return own.equals(others);
  }

  /** As YAML has it. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("generator", lowerCase(generator));
    map.put("trials", trials);
    map.put("seeds", seeds);
    map.put("search-seed", searchSeed);
    map.put("grid-points", gridPoints);
    map.put("population", population);
    map.put("parallel", parallel);
    map.put("minutes", minutes);
    map.put("stopping", lowerCase(stopping));
    map.put("keep", lowerCase(keep));
    return map;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Reads one option after the other and collects what is wrong. */
  private static final class Reader {

    private final Map<String, ?> raw;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, ?> raw) {
      this.raw = raw;
    }

    private String text(String key) {
      Object value = raw.get(key);
      return value == null ? ALL.get(key).fallback() : String.valueOf(value).strip();
    }

    int count(String key, int minimum) {
      return (int)
          Math.min(
              Integer.MAX_VALUE, number(key, minimum, "a whole number of at least " + minimum));
    }

    int parallel() {
      int cores = Runtime.getRuntime().availableProcessors();
      int value = count("parallel", 1);
      if (value > cores) {
        wrong("parallel", "at most the number of cores, %d".formatted(cores));
      }
      return value;
    }

    long number(String key, long minimum, String expected) {
      try {
        long value = Long.parseLong(text(key));
        if (value >= minimum) {
          return value;
        }
      } catch (NumberFormatException e) {
        // told below, like what is too small
      }
      wrong(key, expected);
      return Long.parseLong(ALL.get(key).fallback());
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
      E[] constants = type.getEnumConstants();
      for (E constant : constants) {
        if (lowerCase(constant).equals(text(key))) {
          return constant;
        }
      }
      wrong(
          key,
          "one of "
              + Arrays.stream(constants)
                  .map(SearchOptions::lowerCase)
                  .collect(Collectors.joining(", ")));
      return constants[0];
    }

    private void wrong(String key, String expected) {
      problems.add("search.%s is \"%s\", expected %s".formatted(key, text(key), expected));
    }

    void unknown() {
      raw.keySet().stream()
          .filter(key -> !ALL.containsKey(key))
          .forEach(
              key ->
                  problems.add(
                      "there is no option search.%s, expected %s"
                          .formatted(key, String.join(", ", ALL.keySet()))));
    }
  }
}
