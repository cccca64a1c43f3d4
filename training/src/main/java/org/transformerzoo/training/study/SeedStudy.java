package org.transformerzoo.training.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.loop.TrainingFailedException;
import org.transformerzoo.zoo.model.Folders;

/**
 * Runs a {@link StudyPlan}. Each finished run is a line of {@code runs.csv}; a study that was
 * interrupted goes on with the runs that have no line yet. At the end {@code summary.md} and a
 * picture for each task are written. Models are not kept.
 */
public final class SeedStudy {

  private static final String RUNS = "runs.csv";

  private final StudyPlan plan;
  private final Path folder;
  private final Consumer<String> progress;

  private SeedStudy(StudyPlan plan, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Runs the study.
   *
   * @param folder for its results, made if it is missing
   * @param progress takes a line for each finished run
   * @throws UncheckedIOException if the folder cannot be written; the message is one sentence
   */
  public static List<StudySummary> run(StudyPlan plan, Path folder, Consumer<String> progress) {
    try {
      return new SeedStudy(plan, folder, progress).run();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private List<StudySummary> run() throws IOException {
    Files.createDirectories(folder);
    List<StudyRun> done = finished();
    // Seeds are the outer loop, so that a study which is stopped early has equal parts of all.
    for (long seed = 1; seed <= plan.seeds(); seed++) {
      for (String task : plan.tasks().keySet()) {
        for (String variant : plan.variants().keySet()) {
          long current = seed;
          if (done.stream().noneMatch(run -> run.is(task, variant, current))) {
            done.add(take(task, variant, seed));
            record(done);
          }
        }
      }
    }
    return summarize(done);
  }

  private List<StudyRun> finished() throws IOException {
    Path file = folder.resolve(RUNS);
    if (!Files.exists(file)) {
      return new ArrayList<>();
    }
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(StudyRun::parse)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void record(List<StudyRun> done) throws IOException {
    List<String> lines = new ArrayList<>(List.of(StudyRun.HEADER));
    done.forEach(run -> lines.add(run.csv()));
    Path whole = folder.resolve(RUNS + ".incomplete");
    Files.write(whole, lines, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(
        whole,
        folder.resolve(RUNS),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    progress.accept(done.size() + " of " + plan.runs() + ": " + done.get(done.size() - 1).csv());
  }

  private StudyRun take(String task, String variant, long seed) throws IOException {
    Path output = folder.resolve("run");
    Folders.delete(output);
    FineTuningConfiguration configuration = plan.configuration(task, variant, seed, output);
    Metric metric = configuration.metric();
    double baseline = ConstantAnswer.baseline(configuration);
    try {
      FineTuningResult result =
          FineTuning.run(configuration.withSetting("resume", "never"), List.of());
      double best = result.best().metrics().get(metric.name());
      double last = result.last().metrics().get(metric.name());
      boolean failed =
          Double.isNaN(last) || (!Double.isNaN(baseline) && !metric.improves(last, baseline));
      return new StudyRun(task, variant, seed, metric.name(), best, last, baseline, failed);
    } catch (TrainingFailedException e) {
      return new StudyRun(
          task, variant, seed, metric.name(), Double.NaN, Double.NaN, baseline, true);
    } finally {
      Folders.delete(output);
      Folders.delete(folder.resolve("run.training"));
    }
  }

  private List<StudySummary> summarize(List<StudyRun> done) throws IOException {
    List<StudySummary> summaries = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String task : plan.tasks().keySet()) {
      List<StudySummary> ofTask = new ArrayList<>();
      for (String variant : plan.variants().keySet()) {
        List<StudyRun> runs =
            done.stream()
                .filter(run -> run.task().equals(task) && run.variant().equals(variant))
                .toList();
        Metric metric = plan.configuration(task, variant, 1, folder.resolve("run")).metric();
        ofTask.add(StudySummary.of(metric, runs));
      }
      text.append(StudySummary.table(task, ofTask)).append('\n');
      List<StudyRun> runs = done.stream().filter(run -> run.task().equals(task)).toList();
      Files.writeString(folder.resolve(task + ".svg"), new StudyPlot(task, runs).svg());
      summaries.addAll(ofTask);
    }
    Files.writeString(folder.resolve("summary.md"), text);
    return summaries;
  }
}
