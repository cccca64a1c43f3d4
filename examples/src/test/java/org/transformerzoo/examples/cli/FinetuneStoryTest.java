package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a model folder and TSV files to a saved, evaluated model that predicts. */
class FinetuneStoryTest {

  @TempDir private Path folder;
  private Path model;
  private Path train;
  private Path dev;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    train = TinyModel.writeExamples(folder.resolve("train.tsv"), 24);
    dev = TinyModel.writeExamples(folder.resolve("dev.tsv"), 8);
  }

  @Test
  void evaluatingTheSavedModelGivesTheMetricsOfTheBestCheckpoint() throws IOException {
    CommandLineRun tuned = finetune("tuned");
    assertThat(tuned.exitCode()).as(tuned.errors()).isZero();
    Path output = folder.resolve("tuned");

    CommandLineRun evaluated = CommandLineRun.of("evaluate", "--model", output, "--data", dev);

    assertThat(evaluated.json().path("metrics"))
        .isEqualTo(tuned.json().path("best").path("metrics"));
    assertThat(output.resolve("training.json")).exists();
    assertThat(output.resolve("metrics.jsonl")).exists();
    assertThat(output.resolve("vocab.txt")).exists();
    assertThat(folder.resolve("tuned.training")).doesNotExist();
  }

  @Test
  void equalSeedsGiveEqualWeights() throws IOException {
    finetune("one");
    finetune("two");

    assertThat(folder.resolve("one/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("two/model.safetensors"));
  }

  @Test
  void predictsEachLineInItsOrder() throws IOException {
    finetune("tuned");
    Path predictions = folder.resolve("predictions.tsv");

    CommandLineRun run =
        CommandLineRun.of(
            "predict", "--model", folder.resolve("tuned"), "--input", dev, "--output", predictions);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines.get(0)).isEqualTo("line\tprediction\ta\tb\tproblem");
    assertThat(lines).hasSize(9);
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      assertThat(cells).hasSize(5);
      assertThat(cells[4]).isEmpty();
      assertThat(cells[0]).isEqualTo(Integer.toString(i + 1));
      assertThat(cells[1]).isIn("a", "b");
      double sum = Double.parseDouble(cells[2]) + Double.parseDouble(cells[3]);
      assertThat(sum).isBetween(0.99999, 1.00001);
    }
  }

  @Test
  void importWritesTheSameModelAgain() {
    Path imported = folder.resolve("imported");
    CommandLineRun run = CommandLineRun.of("import", "--model", model, "--output", imported);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(imported.resolve("model.safetensors"))
        .hasSameBinaryContentAs(model.resolve("model.safetensors"));
    assertThat(imported.resolve("vocab.txt")).exists();
  }

  private CommandLineRun finetune(String name) {
    return CommandLineRun.of(
        "finetune",
        "--model",
        model,
        "--train",
        train,
        "--dev",
        dev,
        "--output",
        folder.resolve(name),
        "--batch-size",
        "4",
        "--epochs",
        "2",
        "--learning-rate",
        "1e-3",
        "--evaluations-per-epoch",
        "2",
        "--seed",
        "5");
  }
}
