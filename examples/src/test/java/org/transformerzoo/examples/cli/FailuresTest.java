package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.zoo.InvalidModelException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What somebody at the terminal reads when a verb fails. */
class FailuresTest {

  static Stream<Arguments> failures() {
    IOException full = new IOException("No space left on device");
    return Stream.of(
        Arguments.of(new InvalidModelException("no config.json"), "no config.json", 2),
        Arguments.of(
            new UncheckedIOException("model.bin cannot be written: disk full", full),
            "model.bin cannot be written: disk full",
            1),
        Arguments.of(new UncheckedIOException(full), "No space left on device", 1),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("a.txt")), "a.txt does not exist", 1),
        Arguments.of(new NoSuchFileException("a.txt"), "a.txt does not exist", 1),
        Arguments.of(new AccessDeniedException("a.txt"), "a.txt may not be read or written", 1),
        Arguments.of(new IllegalStateException("first\nsecond"), "first", 1),
        Arguments.of(new IllegalStateException(), "IllegalStateException", 1));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isOneSentence(Exception thrown, String sentence, int exitCode) {
    StringWriter errors = new StringWriter();
    CommandLine commandLine =
        new CommandLine(CommandSpec.create().name("tzoo")).setErr(new PrintWriter(errors, true));

    assertThat(new Failures().handleExecutionException(thrown, commandLine, null))
        .isEqualTo(exitCode);
    assertThat(errors.toString()).isEqualTo("tzoo: " + sentence + System.lineSeparator());
  }

  @Test
  void lackOfMemoryIsFoundBehindWhatItBroke() {
    OutOfMemoryError lack = new OutOfMemoryError("Java heap space");
    Error broken = new ExceptionInInitializerError(new IllegalStateException(lack));

    assertThat(Failures.outOfMemory(broken)).containsSame(lack);
    assertThat(Failures.outOfMemory(new StackOverflowError())).isEmpty();
    assertThat(Failures.sentence(lack))
        .startsWith("The memory is used up (Java heap space); Java's heap has ")
        .endsWith(" MB, the environment variable JAVA_OPTS=-Xmx… gives it more");
  }
}
