package org.transformerzoo.examples.scripts;

import java.util.Map;
import org.transformerzoo.examples.cli.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A program that trains, prints what it did, and returns what came out. */
@FunctionalInterface
interface Script {

  /** Runs; the metrics are by name. */
  Map<String, Double> run(ScriptOptions options);

  /** Runs as a program does, and ends the process with an exit code that is not 0 if it fails. */
  static void start(Script script, String... arguments) {
    int code = commandLine(script).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The options of a script, and what they lead to. */
  static CommandLine commandLine(Script script) {
    ScriptOptions options = new ScriptOptions();
    CommandSpec spec = CommandSpec.forAnnotatedObject(options);
    CommandLine commandLine = new CommandLine(spec.name("script").mixinStandardHelpOptions(true));
    commandLine.setExecutionStrategy(
        parsed -> {
          if (!CommandLine.printHelpIfRequested(parsed)) {
            System.out.println(script.run(options));
          }
          return 0;
        });
    commandLine.setExecutionExceptionHandler(new Failures());
    return commandLine;
  }
}
