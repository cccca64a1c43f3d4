package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From plain text to a further pre-trained model that is evaluated and fine-tuned. */
class PretrainStoryTest {

  @TempDir private Path folder;
  private Path model;
  private Path text;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    text =
        Files.writeString(
            folder.resolve("text.txt"), "the parcel is late again\nmy money is gone\n".repeat(40));
  }

  private CommandLineRun pretrain(Object... more) {
    Object[] words = new Object[9 + more.length];
    Object[] first = {
      "pretrain",
      "--train",
      text,
      "--output",
      folder.resolve("further"),
      "--epochs",
      "1",
      "--max-length",
      "12"
    };
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    return CommandLineRun.of(words);
  }

  @Test
  void theOutputIsEvaluatedOnTextAndFineTuned() throws IOException {
    CommandLineRun further = pretrain("--model", model, "--dev", text, "--masking", "spans");
    assertThat(further.exitCode()).as(further.errors()).isZero();
    assertThat(further.errors()).contains("perplexity");

    CommandLineRun evaluated =
        CommandLineRun.of("evaluate", "--model", folder.resolve("further"), "--data", text);
    assertThat(evaluated.json().path("metrics"))
        .isEqualTo(further.json().path("best").path("metrics"));
    Path examples = TinyModel.writeExamples(folder.resolve("train.tsv"), 8);
    CommandLineRun tuned =
        CommandLineRun.of(
            "finetune",
            "--model",
            folder.resolve("further"),
            "--train",
            examples,
            "--dev",
            examples,
            "--output",
            folder.resolve("tuned"),
            "--epochs",
            "1");
    assertThat(tuned.exitCode()).as(tuned.errors()).isZero();
  }

  @Test
  void badInputIsToldInOneSentence() {
    refuses(pretrain(), "model and new-model are not set");
    refuses(pretrain("--model", model, "--dev", folder.resolve("absent")), "absent");
    refuses(pretrain("--model", model, "--task", "tokens"), "needs labelled examples");
    refuses(pretrain("--model", model, "--mask-probability", "1.2"), "mask-probability");
    refuses(pretrain("--model", model, "--masking", "letters"), "whole-words");
  }

  private void refuses(CommandLineRun run, String culprit) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains(culprit).doesNotContain("\tat ");
    assertThat(folder.resolve("further.training")).doesNotExist();
  }
}
