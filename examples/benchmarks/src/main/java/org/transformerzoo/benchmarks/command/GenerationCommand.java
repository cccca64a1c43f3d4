package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.contender.own.GenerationContender;
import org.transformerzoo.benchmarks.measurement.Comparison;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.measurement.TokenTimes;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code generation}: what each token of a text costs, wherever it stands. */
@Command(
    name = "generation",
    description = {
      "Times each token that BART writes, by beam search on its key-value cache.",
      "The first text, which compiles the plans, does not count."
    })
final class GenerationCommand extends Verb {

  @Option(
      names = "--beams",
      defaultValue = "4",
      description = "Texts that the search follows (${DEFAULT-VALUE}).")
  private int beams;

  @Option(
      names = "--tokens",
      defaultValue = "64",
      description = "Tokens of each text, at least 16 (${DEFAULT-VALUE}).")
  private int tokens;

  GenerationCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = writing(options().sizes(Family.BART, 50265, 0));
    Rounds rounds = options().rounds(5, 0);
    try (Comparison comparison = new Comparison(List.of(ContenderKind.GENERATION), sizes, false)) {
      comparison.told(Work.GENERATION);
      List<float[]> texts = new ArrayList<>();
      for (int round = 0; round < rounds.count(); round++) {
        texts.add(comparison.told(Work.GENERATION).get(GenerationContender.MILLISECONDS));
      }
      TokenTimes times = TokenTimes.of(texts);
      times.print(System.err);
      Map<String, Object> numbers = header("generation", sizes, rounds);
      numbers.put("beams", beams);
      numbers.put("tokens", tokens);
      numbers.putAll(times.numbers());
      return finish(numbers, List.of());
    }
  }

  private Sizes writing(Sizes sizes) {
    try {
      TokenTimes.requireEnough(tokens);
      return sizes.writing(beams, tokens);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(options().commandLine(), e.getMessage(), e);
    }
  }
}
