package org.transformerzoo.tuning.study;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;
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
 * @param median of the same
 * @param lowest of the same
 * @param highest of the same
 * @param meanBest the mean of the best value within each run
 * @param failed share of runs that ended no better than a constant answer or broke down
 * @param expectedBest {@link ExpectedPerformance} after 1, 2, … runs, of the best value within each
 */
public record StudySummary(
    String task,
    String variant,
    String metric,
    int runs,
    double mean,
    double deviation,
    double median,
    double lowest,
    double highest,
    double meanBest,
    double failed,
    List<Double> expectedBest) {

  static StudySummary of(Metric metric, List<StudyRun> runs) {
    double[] last =
        runs.stream().mapToDouble(StudyRun::last).filter(x -> !Double.isNaN(x)).toArray();
    double[] best =
        runs.stream().mapToDouble(StudyRun::best).filter(x -> !Double.isNaN(x)).toArray();
    double[] bestOfAll =
        runs.stream().mapToDouble(StudyRun::bestValue).filter(x -> !Double.isNaN(x)).toArray();
    return new StudySummary(
        runs.get(0).task(),
        runs.get(0).variant(),
        metric.name(),
        runs.size(),
        StatUtils.mean(last),
        last.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(last)),
        StatUtils.percentile(last, 50),
        StatUtils.min(last),
        StatUtils.max(last),
        StatUtils.mean(best),
        (double) runs.stream().filter(StudyRun::failed).count() / runs.size(),
        ExpectedPerformance.of(metric, bestOfAll));
  }

  /** A table in Markdown. */
  static String table(String task, List<StudySummary> summaries) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%s, %s:%n%n".formatted(task, summaries.isEmpty() ? "" : summaries.get(0).metric()));
    table.append(
        "| variant | runs | mean | deviation | median | lowest | highest | mean of best | failed |\n");
    table.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (StudySummary row : summaries) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.4f | %.4f | %.4f | %.4f | %.4f | %.4f | %.0f %% |%n",
              row.variant(),
              row.runs(),
              row.mean(),
              row.deviation(),
              row.median(),
              row.lowest(),
              row.highest(),
              row.meanBest(),
              100 * row.failed()));
    }
    return table.toString();
  }
}
