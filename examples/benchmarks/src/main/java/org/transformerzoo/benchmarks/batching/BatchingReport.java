package org.transformerzoo.benchmarks.batching;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tokens and times of each way to form batches: a table for people, numbers for programs. */
public final class BatchingReport {

  private final Map<Arrangement, TokenCount> tokens = new EnumMap<>(Arrangement.class);
  private final Map<Arrangement, List<Epoch>> epochs = new EnumMap<>(Arrangement.class);
  private final List<Epoch> streamed = new ArrayList<>();

  /** Tells how many tokens an epoch has. */
  public void put(Arrangement arrangement, TokenCount count) {
    tokens.put(arrangement, count);
  }

  /** Tells what an epoch took. */
  public void add(Arrangement arrangement, Epoch epoch) {
    epochs.computeIfAbsent(arrangement, key -> new ArrayList<>()).add(epoch);
  }

  /** Tells what an epoch took whose texts were read and tokenized meanwhile. */
  public void addStreamed(Epoch epoch) {
    streamed.add(epoch);
  }

  private double seconds(Arrangement arrangement) {
    return median(epochs.get(arrangement).stream().map(Epoch::seconds).toList());
  }

  private double waitedPercent() {
    return median(streamed.stream().map(epoch -> 100 * epoch.waited() / epoch.seconds()).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Prints the table. */
  public void print(PrintStream out) {
    out.printf(
        "%n  %-16s %14s %10s %10s %12s %10s%n",
        "", "padded tokens", "of fixed", "padding", "seconds", "of fixed");
    for (Map.Entry<Arrangement, TokenCount> entry : tokens.entrySet()) {
      TokenCount count = entry.getValue();
      out.printf(
          Locale.ROOT,
          "  %-16s %14.0f %10.3f %9.1f%% %12.2f %10.3f%n",
          entry.getKey().key(),
          count.padded(),
          count.padded() / tokens.get(Arrangement.FIXED_LENGTH).padded(),
          100 * (1 - count.words() / count.padded()),
          seconds(entry.getKey()),
          seconds(entry.getKey()) / seconds(Arrangement.FIXED_LENGTH));
    }
    out.printf(
        Locale.ROOT,
        "  Reading and tokenizing meanwhile: %.2f s, of which waiting %.3f %%%n",
        median(streamed.stream().map(Epoch::seconds).toList()),
        waitedPercent());
  }

  /** The numbers by name. */
  public Map<String, Object> numbers() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    tokens.forEach(
        (arrangement, count) -> {
          Map<String, Object> own = new LinkedHashMap<>();
          own.put("padded_tokens", count.padded());
          own.put("tokens", count.words());
          own.put("shapes", count.shapes().size());
          own.put("seconds", epochs.get(arrangement).stream().map(Epoch::seconds).toList());
          own.put(
              "padded_tokens_of_fixed_length",
              count.padded() / tokens.get(Arrangement.FIXED_LENGTH).padded());
          own.put(
              "seconds_of_fixed_length", seconds(arrangement) / seconds(Arrangement.FIXED_LENGTH));
          numbers.put(arrangement.key(), own);
        });
    Map<String, Object> meanwhile = new LinkedHashMap<>();
    meanwhile.put("seconds", streamed.stream().map(Epoch::seconds).toList());
    meanwhile.put("waited_seconds", streamed.stream().map(Epoch::waited).toList());
    meanwhile.put("waited_percent", waitedPercent());
    numbers.put("streamed", meanwhile);
    return numbers;
  }
}
