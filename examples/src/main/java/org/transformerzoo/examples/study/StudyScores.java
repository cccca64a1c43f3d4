package org.transformerzoo.examples.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The scores of a study, each kept in a file as soon as it is known. */
final class StudyScores {

  private final Path file;
  private final List<Score> scores = new ArrayList<>();

  private record Score(StudyTask task, String pooling, long seed, double value) {}

  private StudyScores(Path file) {
    this.file = file;
  }

  /** The scores that {@code file} has, if it exists. */
  static StudyScores read(Path file) throws IOException {
    StudyScores read = new StudyScores(file);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split("\t");
        read.scores.add(
            new Score(
                StudyTask.valueOf(cells[0]),
                cells[1],
                Long.parseLong(cells[2]),
                Double.parseDouble(cells[3])));
      }
    }
    return read;
  }

  boolean has(StudyTask task, String pooling, long seed) {
    return scores.stream()
        .anyMatch(
            score ->
                score.task() == task && score.pooling().equals(pooling) && score.seed() == seed);
  }

  void add(StudyTask task, String pooling, long seed, double value) throws IOException {
    scores.add(new Score(task, pooling, seed, value));
    Files.writeString(
        file,
        "%s\t%s\t%d\t%s%n".formatted(task, pooling, seed, value),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** A table in Markdown, the pooling with the highest mean of all its means first. */
  String table(List<String> poolings) {
    StringBuilder text = new StringBuilder("| pooling |");
    for (StudyTask task : StudyTask.values()) {
      text.append(" %s, %s |".formatted(task, task.metric()));
    }
    text.append("\n|---|").append("---|".repeat(StudyTask.values().length)).append('\n');
    poolings.stream()
        .sorted(Comparator.comparingDouble(this::meanOfMeans).reversed())
        .forEach(pooling -> text.append(row(pooling)));
    return text.toString();
  }

  /** A bar for each pooling's mean, as text of Mermaid. */
  String chart(StudyTask task, List<String> poolings) {
    List<String> names = poolings.stream().map(pooling -> "\"" + pooling + "\"").toList();
    List<String> means =
        poolings.stream()
            .map(pooling -> String.format(Locale.ROOT, "%.1f", 100 * mean(values(task, pooling))))
            .toList();
    return """
    xychart-beta horizontal
      title "%s, %s"
      x-axis [%s]
      bar [%s]
    """
        .formatted(task, task.metric(), String.join(", ", names), String.join(", ", means));
  }

  private String row(String pooling) {
    StringBuilder row = new StringBuilder("| `" + pooling + "` |");
    for (StudyTask task : StudyTask.values()) {
      double[] values = values(task, pooling);
      row.append(
          String.format(
              Locale.ROOT,
              " %.1f ± %.1f (%d) |",
              100 * mean(values),
              100 * deviation(values),
              values.length));
    }
    return row.append('\n').toString();
  }

  private double meanOfMeans(String pooling) {
    double sum = 0;
    for (StudyTask task : StudyTask.values()) {
      sum += mean(values(task, pooling));
    }
    return sum;
  }

  private double[] values(StudyTask task, String pooling) {
    return scores.stream()
        .filter(score -> score.task() == task && score.pooling().equals(pooling))
        .mapToDouble(Score::value)
        .toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** That of the sample, 0 for a single value. */
  private static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return values.length < 2 ? 0 : Math.sqrt(sum / (values.length - 1));
  }
}
