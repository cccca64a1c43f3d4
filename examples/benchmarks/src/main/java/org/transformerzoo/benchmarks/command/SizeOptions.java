package org.transformerzoo.benchmarks.command;

import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all verbs have. */
final class SizeOptions {

  private static final int USUAL_HEAD_WIDTH = 64;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--layers",
      defaultValue = "4",
      description = "Layers, in BART of each stack (${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--hidden",
      defaultValue = "768",
      description = "Width of a hidden state (${DEFAULT-VALUE}).")
  private int hidden;

  @Option(names = "--heads", description = "Attention heads; by default each is 64 wide.")
  private Integer heads;

  @Option(
      names = "--vocabulary",
      description = "Rows of the word embeddings: 1000, in finetune 30522 and in generation 50265.")
  private Integer vocabulary;

  @Option(
      names = "--batch",
      defaultValue = "8",
      description = "Sequences in a batch (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--length",
      defaultValue = "128",
      description = "Tokens of a sequence, in finetune of the longest (${DEFAULT-VALUE}).")
  private int length;

  @Option(
      names = "--threads",
      description = "Threads of each contender; by default one for each processor.")
  private Integer threads;

  @Option(
      names = "--rounds",
      description =
          "Rounds: 9, in finetune 2 epochs after a first, and in generation 5 texts after a first.")
  private Integer rounds;

  @Option(
      names = "--session-rounds",
      description =
          "Rounds with SameDiff's session, which is slow: 3, and in finetune 0, which leaves it out.")
  private Integer sessionRounds;

  Sizes sizes(Family family, int usualVocabulary, int examples) {
    try {
      return new Sizes(
          family,
          layers,
          hidden,
          heads == null ? Math.max(1, hidden / USUAL_HEAD_WIDTH) : heads,
          vocabulary == null ? usualVocabulary : vocabulary,
          batch,
          length,
          threads == null ? Runtime.getRuntime().availableProcessors() : threads,
          examples,
          0,
          0);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(verb.commandLine(), e.getMessage(), e);
    }
  }

  /** Whose options these are, for errors. */
  CommandLine commandLine() {
    return verb.commandLine();
  }

  Rounds rounds(int usual, int usualSession) {
    try {
      return new Rounds(
          rounds == null ? usual : rounds, sessionRounds == null ? usualSession : sessionRounds);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(verb.commandLine(), e.getMessage(), e);
    }
  }
}
