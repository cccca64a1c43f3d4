package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.own.VertexStep;
import org.transformerzoo.benchmarks.measurement.PairedTimes;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import picocli.CommandLine.Command;

/** {@code vertex-step}: what a step takes through a vertex of a ComputationGraph. */
@Command(
    name = "vertex-step",
    description = {
      "Times steps through a vertex of DL4J's ComputationGraph in turns with our executor's.",
      "Ratios are of the vertex / the executor, medians of those of the rounds."
    })
final class VertexStepCommand extends Verb {

  private static final int USUAL_ROUNDS = 15;

  VertexStepCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(Family.BERT, 1000, 0);
    Rounds rounds = options().rounds(USUAL_ROUNDS, 0);
    Map<String, Object> numbers = header("vertex-step", sizes, rounds);
    try (VertexStep step = new VertexStep(sizes)) {
      step.graphStep(); // makes room for the gradients
      numbers.put(
          "gradients", measured("gradients", rounds, step::graphGradients, step::ownGradients));
      numbers.put("step", measured("step", rounds, step::graphStep, step::ownStep));
    }
    return finish(numbers, List.of());
  }

  private static Map<String, Object> measured(
      String what, Rounds rounds, Runnable graph, Runnable own) {
    PairedTimes times = PairedTimes.of(rounds.count(), graph, own);
    System.err.printf(
        Locale.ROOT,
        "%-10s graph %8.1f ms, executor %8.1f ms, ratio %.3f%n",
        what,
        times.median(),
        times.medianOfOther(),
        times.ratio());
    return Map.of(
        "milliseconds_graph",
        times.median(),
        "milliseconds_executor",
        times.medianOfOther(),
        "paired_ratio",
        times.ratio());
  }
}
