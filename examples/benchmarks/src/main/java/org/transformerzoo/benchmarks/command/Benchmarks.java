package org.transformerzoo.benchmarks.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: tables on standard error, the numbers as JSON on standard output. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    version = "benchmarks 0.1.0",
    description = "Times the same work on this project and on other libraries.",
    footer = {
      "",
      "The last line on standard output is one JSON object. Ratios are ours / theirs.",
      "Exit codes: 0 done, 1 failed or the contenders disagree, 2 bad arguments."
    })
public final class Benchmarks implements Runnable {

  @Spec private CommandSpec command;

  private Benchmarks() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream results =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Libraries print to standard output at will; what is parsed must hold nothing else.
    System.setOut(System.err);
    CommandLine commandLine =
        new CommandLine(new Benchmarks())
            .addSubcommand(new TrainingStepCommand(results))
            .addSubcommand(new InferenceCommand(results))
            .addSubcommand(new FinetuneCommand(results))
            .addSubcommand(new PoolingCommand(results))
            .addSubcommand(new GenerationCommand(results))
            .addSubcommand(new LoadingCommand(results))
            .addSubcommand(new FeatureCostCommand(results))
            .addSubcommand(new VertexStepCommand(results))
            .addSubcommand(new SearchSplitCommand(results))
            .addSubcommand(new BatchingCommand(results))
            .addSubcommand(new ContenderCommand(results));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(results, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Missing verb");
  }
}
