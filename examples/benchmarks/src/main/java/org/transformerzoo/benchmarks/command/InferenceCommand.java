package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.measurement.Comparison;
import org.transformerzoo.benchmarks.measurement.Report;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import picocli.CommandLine.Command;

/** {@code inference}: the last hidden state of one batch. */
@Command(name = "inference", description = "Times the forward pass.")
final class InferenceCommand extends Verb {

  InferenceCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(1000, 0);
    Rounds rounds = options().rounds(9, 3);
    List<ContenderKind> kinds =
        taking(
            rounds,
            ContenderKind.OURS,
            ContenderKind.ONNXRUNTIME,
            ContenderKind.DJL_PYTORCH,
            ContenderKind.DJL_BLOCK,
            ContenderKind.SESSION);
    try (Comparison comparison = new Comparison(kinds, sizes, false)) {
      Report report =
          new Report(
              Work.FORWARD,
              comparison.agreement(Work.FORWARD),
              comparison.time(Work.FORWARD, rounds));
      report.print(System.err);
      Map<String, Object> numbers = header("inference", sizes, rounds);
      numbers.putAll(report.numbers());
      return finish(numbers, List.of(report));
    }
  }
}
