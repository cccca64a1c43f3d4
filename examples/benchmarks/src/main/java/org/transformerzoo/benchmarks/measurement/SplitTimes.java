package org.transformerzoo.benchmarks.measurement;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a search takes with the cores divided in different ways.
 *
 * @param candidates of the search
 * @param seconds of each round, by the number of candidates at a time; those that come first are
 *     what the others are compared to
 */
public record SplitTimes(int candidates, Map<Integer, List<Double>> seconds) {

  private static final double HOUR = 3600;

  /** Prints the table. */
  public void print(PrintStream out) {
    int cores = Runtime.getRuntime().availableProcessors();
    out.printf(
        "%n  %-22s %12s %12s %18s %8s%n",
        "split", "median s", "minimum s", "candidates / hour", "ratio");
    seconds.forEach(
        (parallel, rounds) ->
            out.printf(
                Locale.ROOT,
                "  %-22s %12.2f %12.2f %18.0f %8.3f%n",
                "%d x %d threads".formatted(parallel, Math.max(1, cores / parallel)),
                median(rounds),
                rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                perHour(parallel),
                ratio(parallel)));
  }

  /** Candidates in an hour, at the median of the rounds. */
  public double perHour(int parallel) {
    return candidates * HOUR / median(seconds.get(parallel));
  }

  /** How many times as many candidates in an hour as with the first split. */
  public double ratio(int parallel) {
    return perHour(parallel) / perHour(seconds.keySet().iterator().next());
  }

  private static double median(List<Double> values) {
    return Series.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The numbers by name. */
  public Map<String, Object> numbers() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("verb", "search-split");
    numbers.put("candidates", candidates);
    numbers.put("cores", Runtime.getRuntime().availableProcessors());
    numbers.put("seconds", seconds);
    Map<Integer, Double> perHour = new LinkedHashMap<>();
    seconds.keySet().forEach(parallel -> perHour.put(parallel, perHour(parallel)));
    numbers.put("candidates_per_hour", perHour);
    return numbers;
  }
}
