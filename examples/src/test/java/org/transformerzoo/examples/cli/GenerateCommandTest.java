package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = TinyBart.write(folder, "BartForConditionalGeneration");
  }

  @Test
  void writesATextForEachText() {
    JsonNode json = generate("--text", "a cup", "--text", "late again").json();

    assertThat(json.path("texts").asInt()).isEqualTo(2);
    assertThat(json.path("results").path(0).path("text").asText()).isEqualTo("a cup");
    assertThat(json.path("results").path(1).path("text").asText()).isEqualTo("late again");
    assertThat(json.path("results").path(0).path("tokens").asInt()).isBetween(1, 19);
  }

  @Test
  void readsTheSameTextsFromAFileAndFromStandardInput() throws IOException {
    Path input = Files.writeString(folder.resolve("texts.txt"), "a cup\n\nlate again\n");
    JsonNode given = generate("--text", "a cup", "--text", "late again").json().path("results");

    assertThat(generate("--input", input).json().path("results")).isEqualTo(given);
    InputStream standardInput = System.in;
    try {
      System.setIn(new ByteArrayInputStream("a cup\nlate again".getBytes(StandardCharsets.UTF_8)));
      assertThat(generate().json().path("results")).isEqualTo(given);
    } finally {
      System.setIn(standardInput);
    }
  }

  @Test
  void writesJsonLinesToAFile() throws IOException {
    Path output = folder.resolve("out.jsonl");
    JsonNode given = generate("--text", "a cup", "--text", "b").json().path("results");

    JsonNode json = generate("--text", "a cup", "--text", "b", "--output", output).json();
    assertThat(json.has("results")).isFalse();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).containsExactly(given.get(0), given.get(1));
    assertThat(folder.resolve("out.jsonl.incomplete")).doesNotExist();
  }

  @Test
  void optionsOverrideWhatTheModelRecommends() {
    assertThat(tokens(generate("--text", "a", "--min-new-tokens", 7, "--max-new-tokens", 7)))
        .isEqualTo(7);
    assertThat(
            tokens(
                generate(
                    "--text", "a", "--beams", 1, "--max-new-tokens", 9, "--min-new-tokens", 9)))
        .isEqualTo(9);
    Object[] drawing = {"--text", "a", "--temperature", 3, "--seed", 5, "--max-new-tokens", 20};
    assertThat(generate(drawing).json().path("results"))
        .isEqualTo(generate(drawing).json().path("results"));
  }

  @Test
  void everySettingHasAnOption() {
    Object[] searching = {
      "--beams",
      4,
      "--length-penalty",
      2,
      "--early-stopping",
      "when_impossible",
      "--no-repeat-ngram-size",
      2,
      "--forced-bos-token-id",
      9,
      "--forced-eos-token-id",
      2,
      "--max-new-tokens",
      8,
      "--max-length",
      6,
      "--batch-size",
      1,
      "--executor",
      "session"
    };
    JsonNode result =
        generate(concat(new Object[] {"--text", "a long text about a cup"}, searching))
            .json()
            .path("results")
            .path(0);
    assertThat(result.path("generated").asText()).startsWith("&"); // the token of id 9
    assertThat(
            generate("--text", "a", "--sample", "--top-k", 5, "--top-p", 0.9).json().path("texts"))
        .hasToString("1");
  }

  @Test
  void anotherHeadCannotWrite() throws IOException {
    Path classifier = TinyBart.write(folder.resolve("classifier"), "BartForSequenceClassification");
    refuses(CommandLineRun.of("generate", "--model", classifier, "--text", "a"), "cannot write");
    Path bert = TinyModel.write(folder);
    refuses(
        CommandLineRun.of("generate", "--model", bert, "--text", "a"),
        "A bert model does not generate text");
  }

  @Test
  void moreTokensThanPositions() {
    refuses(
        generate("--text", "a", "--max-new-tokens", TinyBart.POSITIONS + 1),
        "positions for at most " + TinyBart.POSITIONS);
  }

  @Test
  void settingsThatContradictEachOther() {
    refuses(
        generate("--text", "a", "--min-new-tokens", 9, "--max-new-tokens", 3),
        "The minimum of new tokens is 9, expected at most their maximum, 3");
    refuses(generate("--text", "a", "--sample", "--beams", 2), "words are drawn");
    refuses(generate("--text", "a", "--top-p", 2), "topP is 2.0");
    refuses(generate("--text", "a", "--batch-size", 0), "--batch-size is 0");
    refuses(generate("--text", "a", "--forced-bos-token-id", 4000), "4000");
    assertThat(generate("--text", "a", "--input", folder).exitCode()).isEqualTo(2);
  }

  @Test
  void inputWithoutTextOrThatIsNotText() throws IOException {
    refuses(generate("--input", folder.resolve("absent")), "absent");
    Path empty = Files.writeString(folder.resolve("empty"), "\n \n");
    refuses(generate("--input", empty), "empty has no text");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', '\n', (byte) 0xff, 'b'});
    refuses(generate("--input", binary), "is not UTF-8");
  }

  @Test
  void aTokenizerWithMoreIdsThanTheModelHasEmbeddings() throws IOException {
    Path file = model.resolve("vocab.json");
    Files.writeString(file, Files.readString(file).replace("\"<mask>\":", "\"<mask>\":1"));
    refuses(generate("--text", "a"), "embeddings only for ids from 0 to 99");
  }

  private CommandLineRun generate(Object... options) {
    return CommandLineRun.of(concat(new Object[] {"generate", "--model", model}, options));
  }

  private static Object[] concat(Object[] first, Object[] second) {
    Object[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static int tokens(CommandLineRun run) {
    return run.json().path("results").path(0).path("tokens").asInt();
  }

  private static void refuses(CommandLineRun run, String sentence) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: ").contains(sentence).doesNotContain("\tat ");
    assertThat(run.output()).isEmpty();
  }
}
