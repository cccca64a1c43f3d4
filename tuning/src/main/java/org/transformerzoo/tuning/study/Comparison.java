package org.transformerzoo.tuning.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two variants on the same task under the same seeds.
 *
 * @param task its name in the study
 * @param variant its name in the study
 * @param other the variant it is compared with
 * @param test of the differences at the end of training, variant minus other
 */
public record Comparison(String task, String variant, String other, PairedTest test) {

  /** All pairs of variants of a task; pairs without a common seed are left out. */
  static List<Comparison> of(String task, List<String> variants, List<StudyRun> runs) {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      for (int j = 0; j < i; j++) {
        compare(task, variants.get(i), variants.get(j), runs).ifPresent(comparisons::add);
      }
    }
    return comparisons;
  }

  private static Optional<Comparison> compare(
      String task, String variant, String other, List<StudyRun> runs) {
    Map<SeedPair, StudyRun> others =
        runs.stream()
            .filter(run -> run.variant().equals(other))
            .collect(Collectors.toMap(StudyRun::seeds, Function.identity()));
    double[] differences =
        runs.stream()
            .filter(run -> run.variant().equals(variant) && others.containsKey(run.seeds()))
            .mapToDouble(run -> run.value() - others.get(run.seeds()).value())
            .filter(difference -> !Double.isNaN(difference))
            .toArray();
    return differences.length == 0
        ? Optional.empty()
        : Optional.of(new Comparison(task, variant, other, PairedTest.of(differences)));
  }

  /** A table in Markdown. */
  static String table(List<Comparison> comparisons) {
    StringBuilder table = new StringBuilder();
    table.append("| variant | against | pairs | mean difference | p |\n");
    table.append("|---|---|---:|---:|---:|\n");
    for (Comparison row : comparisons) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %+.4f | %.4f |%n",
              row.variant(),
              row.other(),
              row.test().pairs(),
              row.test().meanDifference(),
              row.test().probability()));
    }
    return table.toString();
  }
}
