package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The file that a verb reads and the one that it writes. */
final class FileOptions {

  @Option(names = "--input", required = true, paramLabel = "FILE", description = "The texts.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the results go; appears when it is complete.")
  private Path output;

  Path input() {
    return input;
  }

  Path output() {
    return output;
  }
}
