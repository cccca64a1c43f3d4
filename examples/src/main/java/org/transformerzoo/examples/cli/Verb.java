package org.transformerzoo.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.transformerzoo.training.finetuning.FineTuningResult;
import picocli.CommandLine.Command;

/**
 * A verb of the command line. It returns its exit code; what it throws becomes one sentence on
 * standard error, see {@link Failures}.
 *
 * <p>To add one: extend this class with a constructor that takes {@link Results}, and name it in
 * {@link Tzoo}.
 */
@Command(mixinStandardHelpOptions = true)
abstract class Verb implements Callable<Integer> {

  private final Results results;

  Verb(Results results) {
    this.results = results;
  }

  /** Prints a line of JSON. */
  final void print(Object value) {
    results.print(value);
  }

  /** Says where the model of a run is, and prints how good it is. */
  final void report(FineTuningResult result) {
    say("Saved the best model to " + result.output());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", result.output().toString());
    summary.put("metric", result.metric().name());
    summary.put("best", result.best());
    summary.put("last", result.last());
    print(summary);
  }

  /** Says something to the person at the terminal. */
  static void say(String sentence) {
    System.err.println(sentence);
  }
}
