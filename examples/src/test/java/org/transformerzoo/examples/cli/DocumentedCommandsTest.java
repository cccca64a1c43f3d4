package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command in the documents has a verb and options that there are. */
class DocumentedCommandsTest {

  private static final Path ROOT = Path.of("..");

  /** An indented line, with those that follow a backslash at its end. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ {4}(?:\\S*/)?tzoo ((?:.*\\\\\\n)*.*)$");

  /** Quotes hold blanks together. */
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  private static Stream<String> commands() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    List<String> commands = new ArrayList<>();
    for (Path document : documents) {
      Matcher matcher = COMMAND.matcher(Files.readString(document));
      while (matcher.find()) {
        commands.add(matcher.group(1).replaceAll("\\\\\\n\\s*", ""));
      }
    }
    assertThat(commands).hasSizeGreaterThan(15);
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void canBeParsed(String command) {
    String[] words =
        WORD.matcher(command.replaceAll("\\[.*?]|…", ""))
            .results()
            .map(word -> word.group().replace("\"", ""))
            .toArray(String[]::new);
    CommandLine commandLine = Tzoo.commandLine(new PrintStream(PrintStream.nullOutputStream()));

    assertThatCode(() -> commandLine.parseArgs(words)).as(command).doesNotThrowAnyException();
  }
}
