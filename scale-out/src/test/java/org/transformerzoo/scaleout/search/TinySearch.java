package org.transformerzoo.scaleout.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.tuning.search.RunResult;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;

/** Searches on a small random BERT and a small task. */
final class TinySearch {

  private final Path folder;
  private final TinyRun run;

  /** Writes model and data to {@code folder}. */
  TinySearch(Path folder) {
    this.folder = folder;
    this.run = new TinyRun(folder);
  }

  TinyRun run() {
    return run;
  }

  /** The file of a search with these spaces and options. */
  Path file(String space, String options) throws IOException {
    return Files.writeString(
        folder.resolve("search.yaml"),
        """
        model: %s
        train: %s
        dev: %s
        epochs: 2
        batch-size: 8
        dropout: 0
        %s
        search: %s
        """
            .formatted(run.model(), run.train(), run.dev(), space, options));
  }

  SearchPlan plan(String space, String options) throws IOException {
    return SearchPlan.read(file(space, options), Map.of());
  }

  /** A search of learning rate and llrd. */
  SearchPlan rates(String options) throws IOException {
    return plan("learning-rate: {log-uniform: [1e-4, 1e-1]}\nllrd: {uniform: [0.8, 1.0]}", options);
  }

  /** Everything on the leaderboard but how long it took. */
  static List<?> board(SearchOutcome outcome) {
    return outcome.leaderboard().stream()
        .map(
            result ->
                List.of(
                    result.index(),
                    result.varied(),
                    result.ending(),
                    String.valueOf(result.score()),
                    String.valueOf(result.reason()),
                    result.runs().stream().map(TinySearch::timeless).toList()))
        .toList();
  }

  private static RunResult timeless(RunResult run) {
    return new RunResult(
        run.seed(),
        run.dataSeed(),
        run.ending(),
        run.best(),
        run.last(),
        run.bestStep(),
        run.metrics(),
        run.curve(),
        0,
        run.reason());
  }

  /** A context of Spark for tests, whose master is not set yet. */
  static SparkConf configuration(Path scratch) {
    return new SparkConf()
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.local.dir", scratch.resolve("spark").toString());
  }

  static JavaSparkContext local(Path scratch) {
    return new JavaSparkContext(configuration(scratch).setMaster("local[2]"));
  }
}
