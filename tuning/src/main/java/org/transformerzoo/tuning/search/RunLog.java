package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.training.loop.TrainingResult;

/** Writes {@code log.txt} of a run: a line for its beginning, each evaluation and its end. */
final class RunLog implements TrainingListener {

  static final String NAME = "log.txt";

  private final Path file;

  RunLog(Path folder) {
    this.file = folder.resolve(NAME);
  }

  @Override
  public void started(TrainingPlan plan, long stepsTaken) {
    write("begins at step %d of %d".formatted(stepsTaken, plan.totalSteps()));
  }

  @Override
  public void evaluated(StepMetrics metrics, boolean best) {
    write(
        "step %d: %s%s".formatted(metrics.step(), words(metrics.metrics()), best ? " (best)" : ""));
  }

  private static String words(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(metric -> metric.getKey() + " " + metric.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void finished(TrainingResult result) {
    write("ends, best after step " + result.best().step());
  }

  private void write(String line) {
    try {
      Files.writeString(
          file,
          Instant.now() + " " + line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
