package org.transformerzoo.training.study;

import java.util.Locale;

/**
 * A finished run.
 *
 * @param task its name in the study
 * @param variant its name in the study
 * @param seed of the run
 * @param metric by which the best model is chosen
 * @param best its highest or lowest value in the run
 * @param last its value at the end of training
 * @param baseline what always giving the same answer reaches
 * @param failed whether the end of training is no better than that, or training broke down
 */
record StudyRun(
    String task,
    String variant,
    long seed,
    String metric,
    double best,
    double last,
    double baseline,
    boolean failed) {

  static final String HEADER = "task,variant,seed,metric,best,last,baseline,failed";

  private static final int FIELDS = 8;

  String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%s,%.6f,%.6f,%.6f,%s",
        task,
        variant,
        seed,
        metric,
        best,
        last,
        baseline,
        failed);
  }

  /** The run of a line that {@link #csv} wrote; null for one that was cut off. */
  static StudyRun parse(String line) {
    String[] fields = line.split(",", -1);
    boolean whole =
        fields.length == FIELDS && (fields[7].equals("true") || fields[7].equals("false"));
    return whole
        ? new StudyRun(
            fields[0],
            fields[1],
            Long.parseLong(fields[2]),
            fields[3],
            Double.parseDouble(fields[4]),
            Double.parseDouble(fields[5]),
            Double.parseDouble(fields[6]),
            Boolean.parseBoolean(fields[7]))
        : null;
  }

  boolean is(String otherTask, String otherVariant, long otherSeed) {
    return task.equals(otherTask) && variant.equals(otherVariant) && seed == otherSeed;
  }
}
