package org.transformerzoo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One call of the command line within this process.
 *
 * @param exitCode as the shell would see it
 * @param output standard output
 * @param errors standard error
 */
record CommandLineRun(int exitCode, String output, String errors) {

  static synchronized CommandLineRun of(Object... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream standardError = System.err;
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    try {
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      int exitCode = Tzoo.run(new PrintStream(output, true, StandardCharsets.UTF_8), words);
      return new CommandLineRun(
          exitCode,
          output.toString(StandardCharsets.UTF_8),
          errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(standardError);
    }
  }

  /** The last line of standard output. */
  JsonNode json() {
    String[] lines = output.strip().split("\n");
    try {
      return new ObjectMapper().readTree(lines[lines.length - 1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
