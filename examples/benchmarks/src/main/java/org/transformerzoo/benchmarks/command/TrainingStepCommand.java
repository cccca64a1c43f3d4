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

/** {@code training-step}: forward and backward, and the whole step with clipping and AdamW. */
@Command(
    name = "training-step",
    description = {
      "Times forward and backward, then whole steps with clipping and AdamW.",
      "Ratios at the top of the JSON are of forward and backward, those under step of steps."
    })
final class TrainingStepCommand extends Verb {

  @Option(
      names = "--architecture",
      defaultValue = "bert",
      description =
          "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}); others than bert are compared with bert and"
              + " the session.")
  private Family family;

  TrainingStepCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(family, 1000, 0);
    Rounds rounds = options().rounds(9, 3);
    List<ContenderKind> kinds =
        contenders(family, rounds, ContenderKind.DJL_PYTORCH, ContenderKind.DJL_BLOCK);
    try (Comparison comparison = new Comparison(kinds, sizes, true)) {
      Report gradients = report(comparison, Work.GRADIENTS, rounds);
      Report step = report(comparison, Work.STEP, rounds);
      Map<String, Object> numbers = header("training-step", sizes, rounds);
      numbers.putAll(gradients.numbers());
      numbers.put("step", step.numbers());
      return finish(numbers, List.of(gradients, step));
    }
  }

  private static Report report(Comparison comparison, Work work, Rounds rounds) {
    Report report = new Report(work, comparison.agreement(work), comparison.time(work, rounds));
    report.print(System.err);
    return report;
  }
}
