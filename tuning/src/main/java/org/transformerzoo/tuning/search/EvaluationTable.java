package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.tuning.stopping.Curve;

/** {@code evaluations.csv} of a search: a line for each evaluation of each run. */
public final class EvaluationTable {

  /** The name of the file. */
  public static final String NAME = "evaluations.csv";

  private static final String HEADER = "candidate,run,step,total-steps,value";
  private static final int FIELDS = 5;

  private EvaluationTable() {}

  static String csv(List<CandidateResult> candidates) {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (CandidateResult candidate : candidates) {
      for (int run = 0; run < candidate.runs().size(); run++) {
        Curve curve = candidate.runs().get(run).curve();
        for (Curve.Point point : curve.points()) {
          csv.append(candidate.index()).append(',').append(run + 1).append(',');
          csv.append(point.step()).append(',').append(curve.totalSteps()).append(',');
          csv.append(point.value()).append('\n');
        }
      }
    }
    return csv.toString();
  }

  /**
   * Reads the runs of a search, in the order of the file.
   *
   * @throws InvalidSettingException that names file and line if it is no such table
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<Curve> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new InvalidSettingException(file + " line 1, expected " + HEADER);
    }
    Map<String, Curve> runs = new LinkedHashMap<>();
    for (int line = 1; line < lines.size(); line++) {
      add(runs, lines.get(line), file + " line " + (line + 1));
    }
    return List.copyOf(runs.values());
  }

  private static void add(Map<String, Curve> runs, String line, String where) {
    String[] fields = line.split(",", -1);
    try {
      if (fields.length == FIELDS) {
        long total = Long.parseLong(fields[3]);
        Curve.Point point =
            new Curve.Point(Long.parseLong(fields[2]), Double.parseDouble(fields[4]));
        runs.merge(
            fields[0] + "/" + fields[1],
            new Curve(total, List.of(point)),
            (before, added) -> new Curve(total, joined(before.points(), point)));
        return;
      }
    } catch (NumberFormatException e) {
      // told below, like a wrong number of fields
    }
    throw new InvalidSettingException(where + " is \"" + line + "\", expected " + HEADER);
  }

  private static List<Curve.Point> joined(List<Curve.Point> before, Curve.Point point) {
    List<Curve.Point> points = new ArrayList<>(before);
    points.add(point);
    return points;
  }
}
