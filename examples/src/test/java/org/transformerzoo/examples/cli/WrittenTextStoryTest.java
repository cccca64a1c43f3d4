package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From texts and the texts to write for them to a model that writes. */
class WrittenTextStoryTest {

  @TempDir private Path folder;
  private Path train;
  private Path dev;

  @BeforeEach
  void prepare() throws IOException {
    train = examples("train.jsonl", 24);
    dev = examples("dev.jsonl", 6);
  }

  private Path examples(String name, int count) throws IOException {
    return Files.write(
        folder.resolve(name),
        IntStream.range(0, count)
            .mapToObj(i -> "abcdef".charAt(i % 6))
            .map(c -> "{\"article\": \"%1$s%1$s cup\", \"summary\": \"%1$s\"}".formatted(c))
            .toList());
  }

  private CommandLineRun finetune(Path model, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("finetune", "--model", model, "--train", train, "--dev", dev, "--output"));
    words.addAll(List.of(folder.resolve("tuned"), "--task", "sequence-to-sequence"));
    words.addAll(List.of("--text-column", "article", "--epochs", 2, "--batch-size", 4));
    words.addAll(Stream.of(more).toList());
    return CommandLineRun.of(words.toArray());
  }

  @Test
  void whatIsTunedIsEvaluatedAndWrites() throws IOException {
    Path model = TinyBart.write(folder, "BartModel");
    Files.writeString(model.resolve("generation_config.json"), "{\"max_new_tokens\": 3}");
    Path tuned = folder.resolve("tuned");

    CommandLineRun run = finetune(model, "--target-column", "summary", "--target-max-length", 5);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.json().path("best").path("metrics").has("exact-match")).isTrue();
    CommandLineRun evaluated = CommandLineRun.of("evaluate", "--model", tuned, "--data", dev);
    assertThat(evaluated.json().path("metrics")).isEqualTo(run.json().path("best").path("metrics"));
    CommandLineRun written = CommandLineRun.of("generate", "--model", tuned, "--text", "aa cup");
    assertThat(written.exitCode()).as(written.errors()).isZero();
    assertThat(written.json().path("results").path(0).path("tokens").asInt()).isBetween(1, 3);
    CommandLineRun labelled =
        CommandLineRun.of(
            "predict", "--model", tuned, "--input", dev, "--output", folder.resolve("p.tsv"));
    refuses(labelled, "sequence-to-sequence");
  }

  @Test
  void aModelWithoutACardIsEvaluatedOnTextsToWriteToo() throws IOException {
    Path model = TinyBart.write(folder, "BartForConditionalGeneration");

    CommandLineRun run =
        CommandLineRun.of(
            "evaluate",
            "--model",
            model,
            "--data",
            dev,
            "--text-column",
            "article",
            "--target-column",
            "summary");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.json().path("metrics").path("perplexity").asDouble()).isPositive();
  }

  @Test
  void whatIsMissingOrDoesNotFitIsRefused() throws IOException {
    Path model = TinyBart.write(folder, "BartForConditionalGeneration");

    refuses(finetune(model), "target-column is not set, expected the column of the text to write");
    refuses(
        finetune(model, "--target-column", "title"),
        "has no target column 'title', found [article");
    refuses(
        finetune(TinyModel.write(folder), "--target-column", "summary"),
        "a bert model is not built for the task sequence-to-sequence");
    refuses(
        CommandLineRun.of(
            "pretrain",
            "--model",
            model,
            "--train",
            train,
            "--output",
            folder.resolve("tuned"),
            "--task",
            "sequence-to-sequence",
            "--set",
            "target-column=summary"),
        "target-column is set, plain text has none");
  }

  private void refuses(CommandLineRun run, String sentence) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: ").contains(sentence).doesNotContain("\tat ");
  }
}
