package org.transformerzoo.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.transformerzoo.zoo.environment.UnusableBackendError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: a verb, its options, human words on standard error, JSON on standard output.
 */
@Command(
    name = "tzoo",
    mixinStandardHelpOptions = true,
    version = "tzoo 0.1.0",
    description = "Fine-tune, use and verify transformers on the JVM.",
    subcommands = {
      QuickstartCommand.class,
      PretrainCommand.class,
      FinetuneCommand.class,
      FindLearningRateCommand.class,
      StudyCommand.class,
      SearchCommand.class,
      ReportCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InspectCommand.class,
      GenerateCommand.class,
      EmbedCommand.class,
      NearestCommand.class,
      ImportCommand.class,
      VerifyCommand.class,
      TokenizeCommand.class
    },
    footer = {
      "",
      "The last line on standard output is one JSON object with the results.",
      "Exit codes: 0 done, 1 failed, 2 bad arguments or input."
    })
public final class Tzoo implements Runnable {

  @Spec private CommandSpec command;

  private Tzoo() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream results =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Libraries print to standard output at will; what callers parse must hold nothing else.
    System.setOut(System.err);
    System.exit(run(results, arguments));
  }

  /** Runs a verb; {@code results} takes what it returns to its caller. */
  static int run(PrintStream results, String... arguments) {
    CommandLine commandLine = commandLine(results);
    try {
      return commandLine.execute(arguments);
    } catch (UnusableBackendError e) {
      commandLine.getErr().println("tzoo: " + e.getMessage());
      return Failures.FAILED;
    } catch (Error e) {
      OutOfMemoryError cause = Failures.outOfMemory(e).orElseThrow(() -> e);
      commandLine.getErr().println("tzoo: " + Failures.sentence(cause));
      return Failures.FAILED;
    }
  }

  /** The verbs and their options, ready to be called. */
  static CommandLine commandLine(PrintStream results) {
    CommandLine commandLine = new CommandLine(new Tzoo(), new ResultFactory(results));
    commandLine.setOut(new PrintWriter(results, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new Failures());
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Missing verb");
  }
}
