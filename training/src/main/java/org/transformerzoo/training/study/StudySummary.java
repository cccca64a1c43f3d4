package org.transformerzoo.training.study;

import java.util.List;
import java.util.Locale;
import org.transformerzoo.training.evaluation.Metric;

/**
 * The runs of a variant on a task.
 *
 * @param task its name in the study
 * @param variant its name in the study
 * @param metric what the numbers are
 * @param runs how many
 * @param mean at the end of training, over runs that did not break down
 * @param deviation the standard deviation of the same, with n−1
 * @param worst of the same
 * @param meanBest the mean of the best value within each run
 * @param failed share of runs that ended no better than a constant answer or broke down
 */
public record StudySummary(
    String task,
    String variant,
    String metric,
    int runs,
    double mean,
    double deviation,
    double worst,
    double meanBest,
    double failed) {

  static StudySummary of(Metric metric, List<StudyRun> runs) {
    double[] last =
        runs.stream().mapToDouble(StudyRun::last).filter(x -> !Double.isNaN(x)).toArray();
    double mean = mean(last);
    double squares = 0;
    double worst = last.length == 0 ? Double.NaN : last[0];
    for (double value : last) {
      squares += (value - mean) * (value - mean);
      worst = metric.improves(worst, value) ? value : worst;
    }
    double[] best =
        runs.stream().mapToDouble(StudyRun::best).filter(x -> !Double.isNaN(x)).toArray();
    return new StudySummary(
        runs.get(0).task(),
        runs.get(0).variant(),
        metric.name(),
        runs.size(),
        mean,
        last.length < 2 ? Double.NaN : Math.sqrt(squares / (last.length - 1)),
        worst,
        mean(best),
        (double) runs.stream().filter(StudyRun::failed).count() / runs.size());
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** A table in Markdown. */
  static String table(String task, List<StudySummary> summaries) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%s, %s:%n%n".formatted(task, summaries.isEmpty() ? "" : summaries.get(0).metric()));
    table.append("| variant | runs | mean | deviation | worst | mean of best | failed |\n");
    table.append("|---|---:|---:|---:|---:|---:|---:|\n");
    for (StudySummary row : summaries) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.4f | %.4f | %.4f | %.4f | %.0f %% |%n",
              row.variant(),
              row.runs(),
              row.mean(),
              row.deviation(),
              row.worst(),
              row.meanBest(),
              100 * row.failed()));
    }
    return table.toString();
  }
}
