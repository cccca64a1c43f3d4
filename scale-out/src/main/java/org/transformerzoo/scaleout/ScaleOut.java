package org.transformerzoo.scaleout;

import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.scaleout.search.SearchCommand;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.hub.HubException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command line for what one machine is too small for: {@code predict}, {@code embed} and {@code
 * search}, in this process with all its cores, or wherever {@code spark-submit} says.
 */
@Command(
    name = "tzoo-spark",
    mixinStandardHelpOptions = true,
    description =
        "Predicts for a large corpus, embeds it, or searches for settings, on Apache Spark.",
    footer = {"", "Exit codes: 0 done, 1 failed, 2 bad arguments or input."})
public final class ScaleOut {

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private ScaleOut() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a verb and returns its exit code. */
  static int run(String... arguments) {
    CommandLine commandLine = new CommandLine(new ScaleOut());
    commandLine
        .addSubcommand(new Predict())
        .addSubcommand(new Embed())
        .addSubcommand(new SearchCommand());
    commandLine.setExecutionExceptionHandler(
        (thrown, command, result) -> {
          Throwable told = Causes.decisive(thrown);
          command.getErr().println("tzoo-spark: " + Causes.sentence(told));
          return isBadInput(told) ? BAD_INPUT : FAILED;
        });
    return commandLine.execute(arguments);
  }

  private static boolean isBadInput(Throwable thrown) {
    return thrown instanceof InvalidModelException
        || thrown instanceof InvalidDataException
        || thrown instanceof InvalidSettingException
        || thrown instanceof HubException;
  }

  /** {@code tzoo-spark predict}. */
  @Command(
      name = "predict",
      mixinStandardHelpOptions = true,
      description = {
        "Predicts for each line: the rows that tzoo predict writes, in parts.",
        "A line that cannot be read has a row that says why."
      })
  static final class Predict implements Callable<Integer> {

    @Mixin private CorpusOptions corpus;
    @Mixin private SparkMaster master;

    @Override
    public Integer call() throws Exception {
      try (JavaSparkContext context = master.open("predict")) {
        corpus.run(context, new PredictionWork(corpus.maxLength(), corpus.batchSize()));
      }
      return 0;
    }
  }

  /** {@code tzoo-spark embed}. */
  @Command(
      name = "embed",
      mixinStandardHelpOptions = true,
      description = {
        "Embeds each text: the rows that tzoo embed writes as TSV, in parts.",
        "A line that cannot be read has none."
      })
  static final class Embed implements Callable<Integer> {

    @Mixin private CorpusOptions corpus;
    @Mixin private SparkMaster master;

    @Option(
        names = "--pooling",
        paramLabel = "TEXT",
        description = "The pooling, by default the model's own.")
    private String pooling;

    @Option(names = "--normalize", description = "Scale vectors to the length 1.")
    private boolean normalize;

    @Override
    public Integer call() throws Exception {
      try (JavaSparkContext context = master.open("embed")) {
        corpus.run(
            context,
            new EmbeddingWork(
                corpus.maxLength(), corpus.batchSize(), pooling, normalize, corpus.role()));
      }
      return 0;
    }
  }
}
