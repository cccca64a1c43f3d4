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

/** {@code finetune}: whole epochs, in batches of like length and in shuffled ones. */
@Command(
    name = "finetune",
    description = {
      "Times whole epochs of training over examples of many lengths.",
      "The first epoch, which compiles plans, is told apart."
    })
final class FinetuneCommand extends Verb {

  @Option(
      names = "--examples",
      defaultValue = "2490",
      description = "Examples of an epoch (${DEFAULT-VALUE}, as many as RTE has).")
  private int examples;

  FinetuneCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(Family.BERT, 30522, examples);
    Rounds rounds = options().rounds(2, 0);
    List<ContenderKind> kinds =
        taking(
            rounds,
            ContenderKind.OURS_UNIFORM,
            ContenderKind.OURS_SHUFFLED,
            ContenderKind.SESSION_UNIFORM);
    try (Comparison comparison = new Comparison(kinds, sizes, true)) {
      Report report = new Report(Work.EPOCH, Map.of(), comparison.time(Work.EPOCH, rounds));
      report.print(System.err);
      Map<String, Object> numbers = header("finetune", sizes, rounds);
      numbers.put("examples", examples);
      numbers.putAll(report.numbers());
      return finish(numbers, List.of(report));
    }
  }
}
