package org.transformerzoo.examples.cli;

import java.util.concurrent.Callable;
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

  /** Says something to the person at the terminal. */
  static void say(String sentence) {
    System.err.println(sentence);
  }
}
