package org.transformerzoo.benchmarks.measurement;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.workload.Work;

/**
 * The outcome of one work: a table for people and numbers for programs. Ratios are the first
 * contender's time over the other's.
 *
 * @param work that was done
 * @param agreements of the others with the first, where results can be compared
 * @param series of each contender
 */
public record Report(Work work, Map<ContenderKind, Agreement> agreements, List<Series> series) {

  /** The largest relative difference that rounding explains. */
  private static final double TOLERANCE = 1e-4;

  /** The same for steps of Adam, which divides by the gradient's size, however small that is. */
  private static final double STEP_TOLERANCE = 1e-2;

  /** Whether all that can be compared agrees. */
  public boolean agrees() {
    double tolerance = work == Work.STEP ? STEP_TOLERANCE : TOLERANCE;
    return agreements.values().stream().allMatch(agreement -> agreement.difference() <= tolerance);
  }

  /** Prints the table. */
  public void print(PrintStream out) {
    out.printf("%n%s%n", work.name().toLowerCase(Locale.ROOT));
    out.printf(
        "  %-16s %10s %10s %10s %8s %8s %9s  %s%n",
        "", "median ms", "minimum ms", "first ms", "ratio", "paired", "peak MiB", "agreement");
    series.forEach(each -> print(out, each));
  }

  private void print(PrintStream out, Series each) {
    Agreement agreement = agreements.get(each.kind());
    out.printf(
        Locale.ROOT,
        "  %-16s %10.2f %10.2f %10.2f %8.3f %8.3f %9d  %s%n",
        each.kind().key(),
        each.median(),
        each.minimum(),
        each.first(),
        series.get(0).ratioTo(each),
        series.get(0).pairedRatioTo(each),
        each.peakMebibytes().orElse(-1),
        agreement == null ? "" : "%.1e %s".formatted(agreement.difference(), agreement.name()));
  }

  /** The numbers by name. */
  public Map<String, Object> numbers() {
    Map<String, Object> milliseconds = new LinkedHashMap<>();
    Map<String, Object> first = new LinkedHashMap<>();
    Map<String, Object> peaks = new LinkedHashMap<>();
    Map<String, Object> numbers = new LinkedHashMap<>();
    for (Series each : series) {
      milliseconds.put(each.kind().key(), rounded(each.median()));
      first.put(each.kind().key(), rounded(each.first()));
      each.peakMebibytes().ifPresent(peak -> peaks.put(each.kind().key(), peak));
    }
    numbers.put("milliseconds", milliseconds);
    numbers.put("first_milliseconds", first);
    numbers.put("peak_mebibytes", peaks);
    for (Series each : series.subList(1, series.size())) {
      numbers.put("ratio_to_" + each.kind().key(), rounded(series.get(0).ratioTo(each)));
      numbers.put(
          "paired_ratio_to_" + each.kind().key(), rounded(series.get(0).pairedRatioTo(each)));
    }
    Map<String, Object> differences = new LinkedHashMap<>();
    agreements.forEach((kind, agreement) -> differences.put(kind.key(), agreement.difference()));
    if (!differences.isEmpty()) {
      numbers.put("largest_relative_difference", differences);
    }
    return numbers;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
