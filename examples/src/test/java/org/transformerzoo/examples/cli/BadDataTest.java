package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that are not as they should be: counted where some are, refused where nothing is left. */
class BadDataTest {

  @TempDir private Path folder;
  private Path model;
  private Path sound;
  private Path output;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    sound = TinyModel.writeExamples(folder.resolve("sound.tsv"), 8);
    output = folder.resolve("tuned");
  }

  private CommandLineRun finetune(Path train, String... settings) {
    List<Object> words = new ArrayList<>(List.of("finetune", "--model", model, "--steps", 1));
    words.addAll(List.of("--train", train, "--dev", sound, "--output", output));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return CommandLineRun.of(words.toArray());
  }

  private static void refuses(CommandLineRun run, String sentence) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: ").contains(sentence).doesNotContain("\tat ");
  }

  @Test
  void aFewBadLinesAreCountedInTheCard() throws IOException {
    Path some = folder.resolve("some.tsv");
    byte[] latin = "caf\u00e9\ta\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(some, Files.readAllBytes(sound));
    Files.write(some, latin, java.nio.file.StandardOpenOption.APPEND);
    Files.writeString(
        some,
        "one column\na\0b\ta\n" + "x".repeat(10 << 20) + "\ta\n",
        java.nio.file.StandardOpenOption.APPEND);

    CommandLineRun run = finetune(some);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(Files.readString(output.resolve("training.json")))
        .contains("\"examples\" : 8,\n      \"malformed-lines\" : 4");
    refuses(
        CommandLineRun.of(
            "finetune",
            "--model",
            model,
            "--train",
            some,
            "--dev",
            sound,
            "--output",
            folder.resolve("other"),
            "--malformed-lines",
            "fail"),
        "some.tsv line 10 is not valid UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty.tsv | '' | is empty, expected at least one example",
        "header.tsv | text^label# | has a header and nothing else",
        "twice.tsv | text^label^label#a^b^c# | names column 'label' more than once",
        "nul.tsv | text^label#a~^b# | has no usable line among 1",
        "text.parquet | text^label#a^b# | is no Parquet file",
        "list.jsonl | {\"text\": [\"a\"], \"label\": \"b\"} | has a list of 1 values where a single one is expected",
        "twice.jsonl | {\"text\": \"a\", \"text\": \"b\", \"label\": \"b\"} | Duplicate field"
      })
  void aFileWithNothingUsableIsRefused(String name, String content, String sentence)
      throws IOException {
    String text = content.replace('^', '\t').replace('#', '\n').replace('~', '\0');

    refuses(finetune(Files.writeString(folder.resolve(name), text)), sentence);
    assertThat(output).doesNotExist();
  }

  @Test
  void aFolderWithoutFoldersOfLabelsIsRefused() throws IOException {
    Path flat = Files.createDirectories(folder.resolve("flat"));
    Files.writeString(flat.resolve("1.txt"), "the cup");

    refuses(finetune(flat), "flat has no texts in folders, expected a folder for each label");
    Path texts = Files.createDirectories(flat.resolve("a"));
    Files.writeString(texts.resolve("1.txt"), "the cup");
    refuses(
        finetune(flat, "text-column=review"), "has no text column 'review', found [text, label]");
  }

  @Test
  void predictionsDoNotTakeAListForAText() throws IOException {
    assertThat(finetune(sound).exitCode()).isZero();
    Path asked = folder.resolve("asked.jsonl");
    Files.writeString(asked, "{\"text\": [\"the\", \"cup\"]}\n{\"text\": \"my cup\"}\n");
    Path table = folder.resolve("table.tsv");

    CommandLineRun run =
        CommandLineRun.of("predict", "--model", output, "--input", asked, "--output", table);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.json().path("malformed_lines").asInt()).isEqualTo(1);
    assertThat(Files.readAllLines(table).get(1))
        .isEqualTo("1\t\t\t\thas a list of 2 values where a single one is expected");
  }

  @Test
  void settingsBeyondTheModelAreRefusedAndThoseThatGiveWayAreTold() {
    refuses(
        finetune(sound, "layer-bands=1,2,3,4,5"), "layer-bands is 5 bands, expected at most the");
    CommandLineRun both = finetune(sound, "prior-weight-decay=0.1", "weight-decay=0.02");
    assertThat(both.exitCode()).as(both.errors()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"noise-mask=1.5", "noise-rotate=NaN", "noise-insert=-0.1", "mask-probability=2"})
  void aProbabilityOutsideItsRangeIsRefused(String setting) throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "the cup\n".repeat(50));

    refuses(
        CommandLineRun.of(
            "pretrain", "--model", model, "--train", text, "--output", output, "--set", setting),
        setting.substring(0, setting.indexOf('=')) + " is \"");
  }

  @ParameterizedTest
  @CsvSource({"noise-mask=0.5", "noise-replacement=delete"})
  void noiseOfBartIsNothingToBert(String setting) throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "the cup\n".repeat(50));

    refuses(
        CommandLineRun.of(
            "pretrain", "--model", model, "--train", text, "--output", output, "--set", setting),
        "is set, the task masked-lm has none");
  }

  @Test
  void tasksOfOneNameOrWithoutDataAreRefused() throws IOException {
    String task = "    train: " + sound + "\n    dev: " + sound + "\n";
    String run = "model: " + model + "\noutput: " + output + "\nsteps: 1\ntasks:\n";
    Path config = folder.resolve("multi.yaml");

    Files.writeString(config, run + "  a:\n" + task + "  a:\n" + task);
    refuses(CommandLineRun.of("finetune", "--config", config), "has the key \"a\" a second time");
    Files.writeString(config, run + "  a:\n" + task + "  b:\n");
    refuses(CommandLineRun.of("finetune", "--config", config), "the task b has no train");
    Path empty = Files.createFile(folder.resolve("empty.tsv"));
    Files.writeString(
        config, run + "  a:\n" + task + "  b:\n" + task.replaceFirst("sound", "empty"));
    refuses(CommandLineRun.of("finetune", "--config", config), empty + " is empty");
  }
}
