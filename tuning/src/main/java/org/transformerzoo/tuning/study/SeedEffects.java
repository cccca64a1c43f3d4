package org.transformerzoo.tuning.study;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Where the spread of a variant comes from, if its initialisation seeds were crossed with data
 * orders as by Dodge et al. (2020, arXiv 2002.06305): shares of the sum of squares, as in a two-way
 * analysis of variance without repetitions.
 *
 * @param variant its name in the study
 * @param initialization share of the differences between initialisation seeds, in [0, 1]
 * @param dataOrder share of the differences between data orders, in [0, 1]
 * @param rest what neither explains alone
 */
public record SeedEffects(String variant, double initialization, double dataOrder, double rest) {

  /** The effects of the seeds; empty if not every seed was crossed with every order. */
  static Optional<SeedEffects> of(String variant, List<StudyRun> runs) {
    long seeds = runs.stream().mapToLong(StudyRun::seed).distinct().count();
    long orders = runs.stream().mapToLong(StudyRun::dataSeed).distinct().count();
    boolean crossed = seeds > 1 && orders > 1 && seeds * orders == runs.size();
    double mean = mean(runs);
    double all = runs.stream().mapToDouble(run -> Math.pow(run.value() - mean, 2)).sum();
    if (!crossed || !(all > 0)) {
      return Optional.empty();
    }
    double initialization = between(runs, StudyRun::seed, mean) / all;
    double dataOrder = between(runs, StudyRun::dataSeed, mean) / all;
    return Optional.of(
        new SeedEffects(variant, initialization, dataOrder, 1 - initialization - dataOrder));
  }

  private static double between(List<StudyRun> runs, ToLongFunction<StudyRun> seed, double mean) {
    return runs.stream().collect(Collectors.groupingBy(seed::applyAsLong)).values().stream()
        .mapToDouble(group -> group.size() * Math.pow(mean(group) - mean, 2))
        .sum();
  }

  private static double mean(List<StudyRun> runs) {
    return runs.stream().mapToDouble(StudyRun::value).average().orElse(Double.NaN);
  }

  /** A table in Markdown. */
  static String table(List<SeedEffects> effects) {
    StringBuilder table = new StringBuilder();
    table.append("| variant | initialisation | data order | rest |\n|---|---:|---:|---:|\n");
    for (SeedEffects row : effects) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f %% | %.0f %% | %.0f %% |%n",
              row.variant(),
              100 * row.initialization(),
              100 * row.dataOrder(),
              100 * row.rest()));
    }
    return table.toString();
  }
}
