package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.measurement.Comparison;
import org.transformerzoo.benchmarks.measurement.Report;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code inference}: the last hidden state of one batch. */
@Command(name = "inference", description = "Times the forward pass.")
final class InferenceCommand extends Verb {

  @Option(
      names = "--architecture",
      defaultValue = "bert",
      description =
          "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}); others than bert are compared with bert and"
              + " the session.")
  private Family family;

  InferenceCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(family, 1000, 0);
    Rounds rounds = options().rounds(9, 3);
    List<ContenderKind> kinds =
        contenders(
            family,
            rounds,
            ContenderKind.ONNXRUNTIME,
            ContenderKind.DJL_PYTORCH,
            ContenderKind.DJL_BLOCK);
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
