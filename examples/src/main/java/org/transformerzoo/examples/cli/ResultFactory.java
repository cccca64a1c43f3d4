package org.transformerzoo.examples.cli;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Gives each verb the stream for its results. */
record ResultFactory(PrintStream results) implements IFactory {

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (Verb.class.isAssignableFrom(type)) {
      return type.getDeclaredConstructor(Results.class).newInstance(new Results(results));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
