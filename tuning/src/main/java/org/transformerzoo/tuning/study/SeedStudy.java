package org.transformerzoo.tuning.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.loop.TrainingFailedException;
import org.transformerzoo.training.loop.TrainingResult;
import org.transformerzoo.tuning.search.FineTuningTrial;
import org.transformerzoo.zoo.model.Folders;

/**
 * Runs a {@link StudyPlan}. Each finished run is a line of {@code runs.csv}; a study that was
 * interrupted goes on with the runs that have no line yet. At the end {@code summary.md}, {@code
 * expected.csv} and a picture for each task are written. Models are not kept.
 */
public final class SeedStudy {

  private static final Logger LOG = LoggerFactory.getLogger(SeedStudy.class);
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
    for (SeedPair seeds : plan.seedPairs()) {
      for (String task : plan.tasks().keySet()) {
        for (String variant : plan.variants().keySet()) {
          if (done.stream().noneMatch(run -> run.is(task, variant, seeds))) {
            done.add(take(task, variant, seeds));
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

  private StudyRun take(String task, String variant, SeedPair seeds) throws IOException {
    Path place = folder.resolve("run");
    Folders.delete(place);
    Files.createDirectories(place);
    FineTuningConfiguration configuration =
        plan.configuration(task, variant, seeds, place.resolve("model"));
    Metric metric = configuration.metric();
    double baseline = ConstantAnswer.baseline(configuration);
    double best = Double.NaN;
    double last = Double.NaN;
    try {
      TrainingResult result = new FineTuningTrial().run(configuration, place, List.of());
      best = result.best().metrics().get(metric.name());
      last = result.last().metrics().get(metric.name());
    } catch (TrainingFailedException e) {
      LOG.info("A run broke down: {}", e.getMessage());
    } finally {
      Folders.delete(place);
    }
    boolean failed =
        Double.isNaN(last) || (!Double.isNaN(baseline) && !metric.improves(last, baseline));
    return new StudyRun(
        task, variant, seeds.seed(), seeds.dataSeed(), metric.name(), best, last, baseline, failed);
  }

  private List<StudySummary> summarize(List<StudyRun> done) throws IOException {
    List<StudySummary> summaries = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String task : plan.tasks().keySet()) {
      List<StudyRun> runs = done.stream().filter(run -> run.task().equals(task)).toList();
      List<StudySummary> ofTask = new ArrayList<>();
      for (String variant : plan.variants().keySet()) {
        ofTask.add(StudySummary.of(metric(task, variant), of(variant, runs)));
      }
      text.append(StudySummary.table(task, ofTask)).append('\n').append(details(task, runs));
      Files.writeString(folder.resolve(task + ".svg"), new StudyPlot(task, runs).svg());
      summaries.addAll(ofTask);
    }
    Files.writeString(folder.resolve("summary.md"), text);
    Files.writeString(folder.resolve("expected.csv"), expected(summaries));
    return summaries;
  }

  private Metric metric(String task, String variant) {
    return plan.configuration(task, variant, plan.seedPairs().get(0), folder.resolve("run"))
        .metric();
  }

  private static List<StudyRun> of(String variant, List<StudyRun> runs) {
    return runs.stream().filter(run -> run.variant().equals(variant)).toList();
  }

  /** What the differences between variants and between seeds are worth. */
  private String details(String task, List<StudyRun> runs) {
    List<String> variants = List.copyOf(plan.variants().keySet());
    List<Comparison> comparisons = Comparison.of(task, variants, runs);
    List<SeedEffects> effects =
        variants.stream()
            .map(variant -> SeedEffects.of(variant, of(variant, runs)))
            .flatMap(Optional::stream)
            .toList();
    StringBuilder text = new StringBuilder();
    if (!comparisons.isEmpty()) {
      text.append("Paired by seeds, with a randomization test:\n\n");
      text.append(Comparison.table(comparisons)).append('\n');
    }
    if (!effects.isEmpty()) {
      text.append("Where the spread comes from:\n\n");
      text.append(SeedEffects.table(effects)).append('\n');
    }
    return text.toString();
  }

  private static String expected(List<StudySummary> summaries) {
    StringBuilder csv = new StringBuilder("task,variant,metric,runs,expected-best\n");
    for (StudySummary summary : summaries) {
      List<Double> values = summary.expectedBest();
      for (int runs = 1; runs <= values.size(); runs++) {
        csv.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%.6f%n",
                summary.task(),
                summary.variant(),
                summary.metric(),
                runs,
                values.get(runs - 1)));
      }
    }
    return csv.toString();
  }
}
