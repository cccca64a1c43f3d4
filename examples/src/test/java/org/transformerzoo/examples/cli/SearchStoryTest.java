package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a space of settings to the best of them, and to a model that is fine-tuned with these. */
class SearchStoryTest {

  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void prepare() throws IOException {
    config =
        Files.writeString(
            folder.resolve("search.yaml"),
            """
            model: %s
            train: %s
            dev: %s
            epochs: 2
            learning-rate: {log-uniform: [1e-4, 1e-2]}
            search: {trials: 3}
            """
                .formatted(
                    TinyModel.write(folder),
                    TinyModel.writeExamples(folder.resolve("train.tsv"), 24),
                    TinyModel.writeExamples(folder.resolve("dev.tsv"), 8)));
  }

  @Test
  void theBestSettingsFineTuneToTheScoreOfTheSearch() {
    Path output = folder.resolve("found");
    CommandLineRun search = CommandLineRun.of("search", "--config", config, "--output", output);
    assertThat(search.exitCode()).as(search.errors()).isZero();
    assertThat(search.json().path("candidates").asInt()).isEqualTo(3);
    assertThat(search.json().path("whole").asBoolean()).isTrue();
    assertThat(search.errors()).contains("3 of 3 done, best ").contains("Best is candidate ");

    assertThat(search.json().path("report").asText()).endsWith("report.html");
    assertThat(output.resolve("report.html")).isNotEmptyFile();

    CommandLineRun tuned =
        CommandLineRun.of(
            "finetune", "--config", output.resolve("best.yaml"), "--output", folder.resolve("t"));
    assertThat(tuned.exitCode()).as(tuned.errors()).isZero();
    assertThat(tuned.json().at("/best/metrics/accuracy"))
        .isEqualTo(search.json().at("/best/score"));
  }

  @Test
  void aSearchGoesOnWithMoreTrials() {
    Path output = folder.resolve("found");
    CommandLineRun.of("search", "--config", config, "--output", output, "--trials", "1");
    CommandLineRun more = CommandLineRun.of("search", "--resume", output, "--trials", "2");
    assertThat(more.exitCode()).as(more.errors()).isZero();
    assertThat(more.json().path("candidates").asInt()).isEqualTo(2);
    assertThat(more.errors())
        .contains("Candidate 1: ", "2 of 2 done")
        .doesNotContain("Candidate 0:");
  }

  @Test
  void theReportOfASearchCanBeWrittenAgain() throws IOException {
    Path output = folder.resolve("found");
    CommandLineRun.of("search", "--config", config, "--output", output, "--trials", "2");
    Files.delete(output.resolve("report.html"));
    CommandLineRun report = CommandLineRun.of("report", output);
    assertThat(report.exitCode()).as(report.errors()).isZero();
    assertThat(Path.of(report.json().path("report").asText())).exists();
    refused(
        "nothing holds no search: there is no search.yaml in it, expected the output of tzoo search",
        CommandLineRun.of("report", folder.resolve("nothing")));
  }

  @Test
  void wrongInputIsToldInOneSentence() throws IOException {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            Files.readString(config) + "mixout: {uniform: [0.5, 1.5]}\n");
    refused(
        "mixout is 1.5, expected a probability in [0, 1]",
        CommandLineRun.of("search", "--config", wrong, "--output", folder.resolve("none")));
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            Files.readString(config).replace("{trials: 3}", "{generator: grid, grid-points: 9}")
                + "llrd: {uniform: [0.8, 1.0]}\n");
    refused(
        "the grid of learning-rate, llrd has 81 members with search.grid-points 9",
        CommandLineRun.of("search", "--config", grid, "--output", folder.resolve("none")));
    refused(
        "search.trials is \"0\", expected a whole number of at least 1",
        CommandLineRun.of(
            "search", "--config", config, "--output", folder.resolve("none"), "--trials", "0"));
    refused(
        "search.parallel is \"4096\", expected at most the number of cores",
        CommandLineRun.of(
            "search", "--config", config, "--output", folder.resolve("n"), "--parallel", "4096"));
    refused(
        "Missing required options: --config=FILE and --output=DIR, or --resume=DIR",
        CommandLineRun.of("search", "--config", config));
    refused(
        "expected the same options as tzoo-spark search --master spark://host:7077",
        CommandLineRun.of("search", "--config", config, "--spark", "spark://host:7077"));
    refused(
        "search.yaml does not exist",
        CommandLineRun.of("search", "--resume", folder.resolve("nothing")));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static void refused(String sentence, CommandLineRun run) {
    assertThat(run.exitCode()).isEqualTo(Failures.BAD_INPUT);
    assertThat(run.errors()).contains("tzoo: ").contains(sentence).doesNotContain("\tat ");
  }
}
