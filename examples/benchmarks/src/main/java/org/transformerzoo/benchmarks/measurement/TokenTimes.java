package org.transformerzoo.benchmarks.measurement;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long each token of a text took.
 *
 * @param milliseconds the median over all texts for each token, the first one first
 */
public record TokenTimes(List<Double> milliseconds) {

  /** The token from which on times are compared: the first ones meet cold caches. */
  private static final int FIRST = 8;

  /** Tokens that are looked at together. */
  private static final int WINDOW = 8;

  public TokenTimes {
    milliseconds = List.copyOf(milliseconds);
    requireEnough(milliseconds.size());
  }

  /** Refuses texts that are too short to be compared with themselves. */
  public static void requireEnough(int tokens) {
    if (tokens < FIRST + WINDOW) {
      throw new IllegalArgumentException(
          "tokens is %d, expected at least %d".formatted(tokens, FIRST + WINDOW));
    }
  }

  /** The times of several texts of the same length. */
  public static TokenTimes of(List<float[]> texts) {
    return new TokenTimes(
        IntStream.range(0, texts.get(0).length)
            .mapToObj(token -> median(texts.stream().mapToDouble(text -> text[token]).toArray()))
            .toList());
  }

  /** Prints the medians of windows of tokens. */
  public void print(PrintStream out) {
    out.printf("%n%-16s %10s%n", "tokens", "median ms");
    windows().forEach((tokens, time) -> out.printf(Locale.ROOT, "%-16s %10.2f%n", tokens, time));
    out.printf(Locale.ROOT, "last tokens / tokens from the %dth: %.3f%n", FIRST, lastToFirst());
  }

  /** The numbers by name. */
  public Map<String, Object> numbers() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("first_token_milliseconds", milliseconds.get(0));
    numbers.put("milliseconds_per_token", windows());
    numbers.put("ratio_of_last_to_token_" + FIRST, lastToFirst());
    numbers.put("largest_deviation", largestDeviation());
    return numbers;
  }

  /** The time of the last tokens over that of the first ones that count. */
  public double lastToFirst() {
    int size = milliseconds.size();
    return median(size - WINDOW, size) / median(FIRST - 1, FIRST - 1 + WINDOW);
  }

  /** The largest difference of a window from the median of all tokens, relative to that. */
  public double largestDeviation() {
    double all = median(FIRST - 1, milliseconds.size());
    return windows().values().stream()
        .mapToDouble(time -> Math.abs(time / all - 1))
        .max()
        .orElseThrow();
  }

  private Map<String, Double> windows() {
    Map<String, Double> windows = new LinkedHashMap<>();
    for (int from = FIRST - 1; from + WINDOW <= milliseconds.size(); from += WINDOW) {
      windows.put((from + 1) + "-" + (from + WINDOW), median(from, from + WINDOW));
    }
    return windows;
  }

  private double median(int from, int end) {
    return median(
        milliseconds.subList(from, end).stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
