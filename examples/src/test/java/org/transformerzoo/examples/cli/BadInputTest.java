package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input is told in one sentence that names the culprit, exits with 2 and leaves nothing. */
class BadInputTest {

  @TempDir private Path folder;
  private Path model;
  private Path train;
  private Path output;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    train = TinyModel.writeExamples(folder.resolve("train.tsv"), 8);
    output = folder.resolve("tuned");
  }

  @Test
  void anUnknownVerbOrOption() {
    assertThat(CommandLineRun.of("fintune").exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.of("finetune", "--no-such-option", "1").exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.of().exitCode()).isEqualTo(2);
  }

  @Test
  void aMissingFile() {
    refuses(finetune(folder.resolve("absent.tsv")), "absent.tsv");
    refuses(
        CommandLineRun.of(
            "finetune",
            "--model",
            folder.resolve("nowhere"),
            "--train",
            train,
            "--dev",
            train,
            "--output",
            output),
        "nowhere");
    refuses(
        CommandLineRun.of("verify", "--model", model, "--expected", folder.resolve("absent.npz")),
        "absent.npz");
  }

  @Test
  void missingSettingsAllAtOnce() {
    CommandLineRun run = CommandLineRun.of("finetune", "--model", model);
    refuses(run, "train");
    assertThat(run.errors()).contains("dev").contains("output");
  }

  @Test
  void aTruncatedCheckpoint() throws IOException {
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
    refuses(finetune(train), "model.safetensors");
  }

  @Test
  void aHeaderLengthBeyondTheFile() throws IOException {
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40);
    Files.write(weights, bytes);
    refuses(finetune(train), "model.safetensors");
  }

  @Test
  void aMissingTensor() throws IOException {
    renameInHeader("\"embeddings.LayerNorm.bias\"", "\"embeddings.LayerNorm.xxxx\"");
    refuses(finetune(train), "bert.embeddings.LayerNorm.bias");
  }

  @Test
  void anUnknownElementType() throws IOException {
    renameInHeader("\"F32\"", "\"F31\"");
    refuses(finetune(train), "F31");
  }

  @Test
  void aConfigurationWithoutANeededKeyOrOfAnotherArchitecture() throws IOException {
    Path config = model.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("\"hidden_size\"", "\"hidden_sise\""));
    refuses(finetune(train), "hidden_size");
    Files.writeString(config, text.replace("\"bert\"", "\"gpt2\""));
    refuses(finetune(train), "gpt2");
  }

  @Test
  void aRangeOfLearningRatesThatIsUpsideDown() {
    CommandLineRun run =
        CommandLineRun.of(
            "find-learning-rate",
            "--model",
            model,
            "--train",
            train,
            "--output",
            output,
            "--lowest",
            "1",
            "--highest",
            "0.1");
    refuses(run, "expected 0 < lowest < highest");
  }

  @Test
  void aStudyWithoutTasks() throws IOException {
    Path study = Files.writeString(folder.resolve("study.yaml"), "seeds: 3\n");
    refuses(CommandLineRun.of("study", "--config", study, "--output", output), "tasks is empty");
  }

  @Test
  void anEmptyFileOfExamples() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.tsv"));
    refuses(finetune(empty), "empty.tsv");
  }

  @Test
  void aLabelThatTrainingHasNotSeenWhereNoLineMayBeMalformed() throws IOException {
    Path dev = folder.resolve("dev.tsv");
    Files.writeString(dev, "text\tlabel\nthe cup\ta\nmy cup\tzebra\n");
    refuses(
        CommandLineRun.of(
            "finetune",
            "--model",
            model,
            "--train",
            train,
            "--dev",
            dev,
            "--output",
            output,
            "--malformed-lines",
            "fail"),
        "zebra");
  }

  @Test
  void aColumnThatTheFileDoesNotHave() {
    refuses(
        CommandLineRun.of(
            "finetune",
            "--model",
            model,
            "--train",
            train,
            "--dev",
            train,
            "--output",
            output,
            "--text-column",
            "7",
            "--label-column",
            "1"),
        "train.tsv");
  }

  @Test
  void aVocabularyLargerThanTheEmbeddings() throws IOException {
    Path config = model.resolve("vocab.txt");
    String pieces = Files.readString(config);
    Files.writeString(config, "filler\n".repeat(1) + pieces + "extra1\nextra2\nlate\n");
    refuses(finetune(train), "the tokenizer has ids from 0 to");
  }

  @Test
  void sequencesThatAreTooLongWhenRefusalIsChosen() {
    refuses(
        CommandLineRun.of(
            "finetune",
            "--model",
            model,
            "--train",
            train,
            "--dev",
            train,
            "--output",
            output,
            "--max-length",
            "4",
            "--truncation",
            "do_not_truncate"),
        "train.tsv");
  }

  @Test
  void settingsOutOfRange() {
    refuses(
        CommandLineRun.of(
            "finetune",
            "--model",
            model,
            "--train",
            train,
            "--dev",
            train,
            "--output",
            output,
            "--set",
            "dropout=1.5",
            "--set",
            "no-such-key=1"),
        "dropout");
  }

  private CommandLineRun finetune(Path examples) {
    return CommandLineRun.of(
        "finetune", "--model", model, "--train", examples, "--dev", examples, "--output", output);
  }

  private void refuses(CommandLineRun run, String culprit) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    String told =
        run.errors().lines().filter(line -> line.startsWith("tzoo: ")).findFirst().orElse("");
    assertThat(told).contains(culprit);
    assertThat(run.errors()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(output).doesNotExist();
    try (Stream<Path> leftovers = Files.list(folder)) {
      assertThat(leftovers.map(Path::toString).filter(name -> name.endsWith(".incomplete")))
          .isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void renameInHeader(String from, String to) throws IOException {
    Path weights = model.resolve("model.safetensors");
    String bytes = new String(Files.readAllBytes(weights), StandardCharsets.ISO_8859_1);
    Files.write(weights, bytes.replaceFirst(from, to).getBytes(StandardCharsets.ISO_8859_1));
  }
}
