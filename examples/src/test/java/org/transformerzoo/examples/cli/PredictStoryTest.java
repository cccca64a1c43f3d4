package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TokenClassification;

/** Files of all sorts become tables of predictions. */
class PredictStoryTest {

  @TempDir private Path folder;
  private Path body;
  private Path output;

  @BeforeEach
  void prepare() throws IOException {
    body = TinyModel.write(folder);
    output = folder.resolve("predictions.tsv");
  }

  @Test
  void badLinesAreMarkedInTheirPlaces() throws IOException {
    Path model = save(new Classification(List.of("a", "b")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("id\ttext\n1\tthe cup\n".getBytes(StandardCharsets.UTF_8));
    bytes.write(new byte[] {'2', '\t', (byte) 0xff, '\n'});
    bytes.write("3\tlate \0 again\n4\n".getBytes(StandardCharsets.UTF_8));
    byte[] long10MB = new byte[10_000_000];
    Arrays.fill(long10MB, (byte) 'x');
    bytes.write("5\t".getBytes(StandardCharsets.UTF_8));
    bytes.write(long10MB);
    bytes.write("\n6\tlate\n".getBytes(StandardCharsets.UTF_8));
    Path input = Files.write(folder.resolve("texts.tsv"), bytes.toByteArray());

    CommandLineRun run = predict(model, input, "--text-column", "text");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.errors())
        .contains("4 lines have no prediction, the first: " + input + " line 3 is not valid");
    assertThat(run.json().path("predictions").asInt()).isEqualTo(2);
    assertThat(run.json().path("malformed_lines").asInt()).isEqualTo(4);
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).isEqualTo("line\tprediction\ta\tb\tproblem");
    assertThat(lines.get(1)).matches("2\t[ab]\t0\\.\\d{6}\t0\\.\\d{6}\t");
    assertThat(lines.get(2)).isEqualTo("3\t\t\t\tis not valid UTF-8, expected text in UTF-8");
    assertThat(lines.get(3)).startsWith("4\t\t\t\thas a NUL character");
    assertThat(lines.get(4)).startsWith("5\t\t\t\thas 1 column, expected at least 2");
    assertThat(lines.get(5)).startsWith("6\t\t\t\thas 10000002 bytes, expected at most 1048576");
    assertThat(lines.get(6)).matches("7\t[ab]\t.*\t");
  }

  @Test
  void aBadLineIsFatalOnRequestAndNothingIsLeft() throws IOException {
    Path model = save(new Classification(List.of("a", "b")));
    Path input = Files.writeString(folder.resolve("texts.tsv"), "id\ttext\n1\tlate\n2\n");

    CommandLineRun run =
        predict(model, input, "--text-column", "text", "--malformed-lines", "fail");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: " + input + " line 3 has 1 column, expected");
    try (Stream<Path> members = Files.list(folder)) {
      assertThat(members.filter(file -> file.getFileName().toString().contains("predictions")))
          .isEmpty();
    }
  }

  @Test
  void theOrderIsKeptOverManyWindows() throws IOException {
    Path model = save(new Classification(List.of("a", "b")));
    List<String> texts =
        Stream.iterate(0, i -> i + 1)
            .limit(2500)
            .map(i -> "late again ".repeat(i * 7 % 5))
            .toList();
    Path input =
        Files.writeString(
            folder.resolve("texts.jsonl"),
            String.join("\n", texts.stream().map(t -> "{\"text\": \"" + t + "\"}").toList()));

    CommandLineRun run = predict(model, input, "--text-column", "text", "--batch-size", 50);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(2501);
    for (int i = 0; i < 2500; i++) {
      String[] cells = lines.get(i + 1).split("\t", -1);
      assertThat(cells[0]).isEqualTo(Integer.toString(i + 1));
      // Texts 0 to 4 stand for all others.
      assertThat(Double.parseDouble(cells[2]))
          .isCloseTo(Double.parseDouble(lines.get(i % 5 + 1).split("\t")[2]), within(2e-6));
    }
  }

  @Test
  void wordsOfCoNllFilesAreLabelled() throws IOException {
    Path model = save(new TokenClassification(List.of("O", "B-X")));
    Path input =
        Files.writeString(
            folder.resolve("words.conll"), "the O\nparcel B-X\nis O\n\nlate O\nagain, O\n");

    CommandLineRun run = predict(model, input, "--text-column", "0");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines.get(0)).isEqualTo("line\tprediction\tproblem");
    assertThat(lines.get(1)).matches("1\t(O|B-X) (O|B-X) (O|B-X)\t");
    assertThat(lines.get(2)).matches("5\t(O|B-X) (O|B-X)\t");
  }

  @Test
  void wrongRequestsAreToldInOneSentence() throws IOException {
    Path model = save(new Classification(List.of("a", "b")));
    Path input = Files.writeString(folder.resolve("texts.tsv"), "id\ttext\n1\tlate\n");
    Path empty = Files.writeString(folder.resolve("empty.tsv"), "");
    assertRefuses(predict(body, input, "--text-column", "text"), "is none, expected \"class");
    assertRefuses(predict(model, input, "--text-column", "body"), "'body'");
    assertRefuses(predict(model, empty, "--text-column", "0"), "empty.tsv is empty");
    assertRefuses(predict(model, folder.resolve("no.tsv")), "no.tsv does not exist");
    assertRefuses(predict(model, input, "--batch-size", 0), "--batch-size is 0");
    assertRefuses(predict(model, input, "--max-length", 3), "max-length");
    assertThat(output).doesNotExist();
  }

  private CommandLineRun predict(Path model, Path input, Object... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("predict", "--model", model, "--input", input, "--output", output),
                Stream.of(more))
            .toArray());
  }

  private static void assertRefuses(CommandLineRun run, String culprit) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: ").contains(culprit).doesNotContain("\tat ");
  }

  private Path save(TaskHead head) {
    Path saved = folder.resolve(head.name());
    ModelSpecification specification =
        ModelSpecification.of(ConfigFile.read(body), head, PoolingHeads.named("mean"));
    try (Tokenizer tokenizer = Tokenizer.load(body)) {
      TransformerModel.create(specification, 3).save(saved, tokenizer::saveTo);
    }
    return saved;
  }
}
