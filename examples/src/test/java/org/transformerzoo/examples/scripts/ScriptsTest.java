package org.transformerzoo.examples.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every script learns what its small data teaches, is short, and is listed. */
class ScriptsTest {

  private static final Path SOURCES = Path.of("src/main/java/org/transformerzoo/examples/scripts");

  private static final Path DOCUMENT = Path.of("../docs/examples.md");

  /** An indented line, with those that follow a backslash at its end. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ {4}java -cp \"examples/target/tzoo/lib/\\*\" ((?:.*\\\\\\n)*.*)$");

  /**
   * A script and what it has to reach without arguments.
   *
   * @param type its class
   * @param metric a metric of its result
   * @param low the least value
   * @param high the greatest value
   * @param printed what it tells
   */
  private record Case(
      Class<?> type, Script script, String metric, double low, double high, String printed) {

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  /** Naming the most frequent label always gives 0.125 for intents, and about 0.5 for pairs. */
  private static final List<Case> CASES =
      List.of(
          new Case(
              FewSampleClassification.class,
              FewSampleClassification::run,
              "accuracy",
              0.25,
              1,
              "three pieces.: "),
          new Case(SentencePairs.class, SentencePairs::run, "accuracy", 0.9, 1, "contradicts"),
          new Case(
              ReadabilityRegression.class,
              ReadabilityRegression::run,
              "pearson",
              0.9,
              1,
              "The hen sat in the sun."),
          new Case(TokenTagging.class, TokenTagging::run, "f1", 0.9, 1, "PERSON: Greta"),
          new Case(
              FurtherPreTraining.class,
              FurtherPreTraining::run,
              "accuracy",
              0.25,
              1,
              "Perplexity on texts that were held out: "),
          new Case(
              MultiTask.class, MultiTask::run, "pairs/accuracy", 0.8, 1, "contradicts, follows"),
          new Case(EmbeddingSearch.class, EmbeddingSearch::run, "same-label", 0.18, 1, "Like \""),
          new Case(Summarization.class, Summarization::run, "exact-match", 0.5, 1, "kettle: late"),
          new Case(SettingSearch.class, SettingSearch::run, "accuracy", 0.6, 1, "report.html"));

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("CASES")
  void learnsWithoutArguments(Case script) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Map<String, Double> result;
    try {
      ScriptOptions options = new ScriptOptions();
      new CommandLine(options).parseArgs("--output", folder.toString());
      result = script.script().run(options);
    } finally {
      System.setOut(before);
    }

    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(result.get(script.metric()))
        .as(result + "\n" + text)
        .isBetween(script.low(), script.high());
    assertThat(text).contains(script.printed());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void isShorterThanEightyLines(String name) throws IOException {
    assertThat(Files.readAllLines(SOURCES.resolve(name + ".java"))).hasSizeLessThan(80);
  }

  @ParameterizedTest
  @MethodSource("documentedCommands")
  void documentedCommandsCanBeParsed(List<String> words) throws Exception {
    Class<?> type = Class.forName(words.get(0));

    assertThat(type.getMethod("main", String[].class)).isNotNull();
    CommandLine commandLine = Script.commandLine(options -> Map.of());
    assertThatCode(
            () -> commandLine.parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  private static Stream<List<String>> documentedCommands() throws IOException {
    List<List<String>> commands =
        COMMAND
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(
                found ->
                    List.of(found.group(1).replaceAll("\\\\\\n\\s*", "").strip().split("\\s+")))
            .toList();
    assertThat(commands.stream().map(words -> words.get(0)))
        .containsAll(CASES.stream().map(script -> script.type().getName()).toList());
    return commands.stream();
  }

  @Test
  void allScriptsAreTried() throws IOException {
    assertThat(sources().toList())
        .containsExactlyInAnyOrderElementsOf(CASES.stream().map(Case::toString).toList());
  }

  /** The classes with a main method. */
  private static Stream<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .filter(ScriptsTest::hasMain)
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .toList()
          .stream();
    }
  }

  private static boolean hasMain(Path file) {
    try {
      return Files.readString(file).contains("public static void main");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
