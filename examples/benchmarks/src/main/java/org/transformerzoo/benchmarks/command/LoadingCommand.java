package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.contender.own.LoadingContender;
import org.transformerzoo.benchmarks.measurement.Comparison;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.benchmarks.workload.Work;
import picocli.CommandLine.Command;

/** {@code loading}: time and memory of reading a safetensors file. */
@Command(
    name = "loading",
    description = {
      "Times how a saved BERT is loaded from safetensors on a warm disk.",
      "Memory is looked at every millisecond; pages of the mapped file do not count."
    })
final class LoadingCommand extends Verb {

  LoadingCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(Family.BERT, 30522, 0);
    Rounds rounds = options().rounds(5, 0);
    try (Comparison comparison = new Comparison(List.of(ContenderKind.LOADING), sizes, false)) {
      List<Float> milliseconds = new ArrayList<>();
      List<Float> extra = new ArrayList<>();
      Map<String, float[]> told = Map.of();
      for (int round = 0; round < rounds.count(); round++) {
        told = comparison.told(Work.LOADING);
        milliseconds.add(told.get(LoadingContender.MILLISECONDS)[0]);
        extra.add(told.get(LoadingContender.EXTRA)[0]);
      }
      Map<String, Object> numbers = header("loading", sizes, rounds);
      numbers.put("parameters_mebibytes", told.get(LoadingContender.PARAMETERS)[0]);
      numbers.put("largest_tensor_mebibytes", told.get(LoadingContender.LARGEST)[0]);
      numbers.put("first_milliseconds", milliseconds.get(0));
      numbers.put("slowest_milliseconds", Collections.max(milliseconds));
      numbers.put("fastest_milliseconds", Collections.min(milliseconds));
      numbers.put("extra_mebibytes", extra);
      numbers.forEach((name, value) -> System.err.println(name + ": " + value));
      return finish(numbers, List.of());
    }
  }
}
