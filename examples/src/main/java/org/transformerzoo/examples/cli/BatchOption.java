package org.transformerzoo.examples.cli;

import org.transformerzoo.training.configuration.InvalidSettingException;
import picocli.CommandLine.Option;

/** How many texts a verb computes together. */
final class BatchOption {

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Texts that are computed together (default: ${DEFAULT-VALUE}).")
  private int size = 32;

  int size() {
    if (size < 1) {
      throw new InvalidSettingException(
          "--batch-size is " + size + ", expected a whole number of at least 1");
    }
    return size;
  }
}
