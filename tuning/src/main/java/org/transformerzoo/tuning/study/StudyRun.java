package org.transformerzoo.tuning.study;

import java.util.Locale;

/**
 * A finished run.
 *
 * @param task its name in the study
 * @param variant its name in the study
 * @param seed of new weights and dropout
 * @param dataSeed of the order of the examples
 * @param metric by which the best model is chosen
 * @param best its highest or lowest value in the run; NaN if training broke down
 * @param last its value at the end of training; NaN if training broke down
 * @param baseline what always giving the same answer reaches; NaN if that is not known
 * @param failed whether the end of training is no better than that, or training broke down
 */
record StudyRun(
    String task,
    String variant,
    long seed,
    long dataSeed,
    String metric,
    double best,
    double last,
    double baseline,
    boolean failed) {

  static final String HEADER = "task,variant,seed,data-seed,metric,best,last,baseline,failed";

  private static final int FIELDS = 9;

  String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%s,%.6f,%.6f,%.6f,%s",
        task,
        variant,
        seed,
        dataSeed,
        metric,
        best,
        last,
        baseline,
        failed);
  }

  /** The run of a line that {@link #csv} wrote; null for one that was cut off. */
  static StudyRun parse(String line) {
    String[] fields = line.split(",", -1);
    String end = fields[fields.length - 1];
    boolean whole = fields.length == FIELDS && (end.equals("true") || end.equals("false"));
    return whole
        ? new StudyRun(
            fields[0],
            fields[1],
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3]),
            fields[4],
            Double.parseDouble(fields[5]),
            Double.parseDouble(fields[6]),
            Double.parseDouble(fields[7]),
            Boolean.parseBoolean(end))
        : null;
  }

  boolean is(String otherTask, String otherVariant, SeedPair seeds) {
    return task.equals(otherTask) && variant.equals(otherVariant) && seeds().equals(seeds);
  }

  SeedPair seeds() {
    return new SeedPair(seed, dataSeed);
  }

  /** The end of training; of a run that broke down, what the constant answer reaches. */
  double value() {
    return Double.isNaN(last) ? baseline : last;
  }

  /** The best of the run; of one that broke down, what the constant answer reaches. */
  double bestValue() {
    return Double.isNaN(best) ? baseline : best;
  }
}
