package org.transformerzoo.benchmarks.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.transformerzoo.benchmarks.contender.Contender;
import org.transformerzoo.benchmarks.contender.ContenderKind;
import org.transformerzoo.benchmarks.process.ContenderCommandLine;
import org.transformerzoo.benchmarks.process.ContenderServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the processes of contenders run. */
@Command(name = ContenderCommandLine.VERB, hidden = true)
final class ContenderCommand implements Callable<Integer> {

  private final PrintStream answers;

  @Parameters(index = "0")
  private ContenderKind kind;

  @Parameters(index = "1")
  private String setup;

  ContenderCommand(PrintStream answers) {
    this.answers = answers;
  }

  @Override
  public Integer call() throws IOException {
    try (Contender contender = kind.create(ContenderCommandLine.parse(setup));
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      new ContenderServer(contender).serve(requests, answers);
    }
    return 0;
  }
}
