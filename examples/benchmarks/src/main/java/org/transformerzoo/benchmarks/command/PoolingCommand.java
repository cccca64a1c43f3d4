package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.pooling.PoolingCosts;
import org.transformerzoo.benchmarks.pooling.PoolingCosts.Cost;
import org.transformerzoo.benchmarks.pooling.WkComparison;
import org.transformerzoo.benchmarks.pooling.WkComparison.Outcome;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pooling}: what each pooling adds to the forward pass. */
@Command(
    name = "pooling",
    description = {
      "Times the forward pass with each pooling beside the one with cls, and the pooling wk",
      "alone beside its reference form, which takes a QR decomposition for each token and layer.",
      "All in this process: the environment variable OMP_NUM_THREADS says how many threads."
    })
final class PoolingCommand extends Verb {

  /** Of their outputs, relative to the largest: a share of sums that can be close to 0. */
  private static final double WK_TOLERANCE = 1e-3;

  private static final List<String> ALL =
      List.of(
          "cls",
          "pooler",
          "mean",
          "max",
          "mean-max",
          "mean-sqrt-length",
          "conv1d",
          "word-weights",
          "layer-cls",
          "layer-mean",
          "concat-cls",
          "weighted-layers",
          "weighted-layers(then=mean)",
          "lstm",
          "gru",
          "attention",
          "mean + dense(256)",
          "mean + asymmetric(query=dense(256), document=dense(256))",
          "wk",
          "parallel",
          "hierarchical");

  @Option(
      names = "--pooling",
      paramLabel = "TEXT",
      description = "A pooling to time, instead of all; may be repeated.")
  private List<String> poolings;

  @Option(
      names = "--wk-batch",
      defaultValue = "32",
      description =
          "Sequences of the comparison with QR (${DEFAULT-VALUE}); 0 leaves the comparison out.")
  private int wkBatch;

  PoolingCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(Family.BERT, 1000, 0);
    Rounds rounds = options().rounds(5, 0);
    Map<String, Object> numbers = header("pooling", sizes, rounds);
    List<Map<String, Object>> costs = new ArrayList<>();
    try (PoolingCosts measured = new PoolingCosts(sizes, rounds.count())) {
      for (String pooling : poolings == null ? ALL : poolings) {
        costs.add(row(measured.of(pooling)));
      }
    }
    numbers.put("poolings", costs);
    boolean agrees = wkBatch == 0 || compare(numbers, rounds);
    finish(numbers, List.of());
    return agrees ? 0 : 1;
  }

  private static Map<String, Object> row(Cost cost) {
    System.err.printf(
        "%-60s %9.1f ms  %6.3f%n", cost.pooling(), cost.milliseconds(), cost.ratioToCls());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pooling", cost.pooling());
    row.put("milliseconds", cost.milliseconds());
    row.put("ratio_to_cls", cost.ratioToCls());
    return row;
  }

  private boolean compare(Map<String, Object> numbers, Rounds rounds) {
    Sizes sizes = options().sizes(Family.BERT, 1000, 0).withBatch(wkBatch);
    Outcome outcome = new WkComparison(sizes, rounds.count()).run();
    System.err.printf(
        "wk alone, %d x %d: %.1f ms, by QR %.0f ms, %.0f times as long; difference %.1e%n",
        sizes.batch(),
        sizes.length(),
        outcome.ours(),
        outcome.qr(),
        outcome.qr() / outcome.ours(),
        outcome.difference());
    numbers.put("wk_batch", sizes.batch());
    numbers.put("wk_milliseconds", outcome.ours());
    numbers.put("wk_qr_milliseconds", outcome.qr());
    numbers.put("wk_difference", outcome.difference());
    return outcome.difference() <= WK_TOLERANCE;
  }
}
