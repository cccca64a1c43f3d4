package org.transformerzoo.examples.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Which pooling is best, on two tasks of real data: CoLA (single sentences) and MRPC (pairs). Each
 * pooling is fine-tuned with several seeds, and its scores after the last step go to a table.
 */
@Command(
    name = "pooling-study",
    mixinStandardHelpOptions = true,
    description = {
      "Fine-tunes a model on CoLA and MRPC with several poolings and seeds, and prints a table in",
      "Markdown, mean and standard deviation of the scores after the last step, and charts."
    })
public final class PoolingStudy implements Callable<Integer> {

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The checkpoint.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder with the folders CoLA and MRPC.")
  private Path data;

  @Option(
      names = "--scores",
      required = true,
      paramLabel = "FILE",
      description = "Where every score goes, TSV; those that are in it are not computed again.")
  private Path scores;

  @Option(
      names = "--pooling",
      paramLabel = "TEXT",
      required = true,
      description = "A pooling to try; repeat it for each.")
  private List<String> poolings;

  @Option(names = "--seeds", defaultValue = "5", description = "Seeds (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--steps",
      defaultValue = "150",
      description = "Steps of a run (${DEFAULT-VALUE}).")
  private long steps;

  @Option(
      names = "--learning-rate",
      defaultValue = "1e-4",
      description = "The highest learning rate (${DEFAULT-VALUE}).")
  private double learningRate;

  private PoolingStudy() {}

  /** Runs the study and ends the process. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PoolingStudy()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    StudyScores known = StudyScores.read(scores);
    for (int seed = 1; seed <= seeds; seed++) {
      for (StudyTask task : StudyTask.values()) {
        for (String pooling : poolings) {
          if (!known.has(task, pooling, seed)) {
            known.add(task, pooling, seed, score(task, pooling, seed));
          }
        }
      }
    }
    System.out.print(known.table(poolings));
    for (StudyTask task : StudyTask.values()) {
      System.out.print("\n```mermaid\n" + known.chart(task, poolings) + "```\n");
    }
    return 0;
  }

  private double score(StudyTask task, String pooling, long seed) throws IOException {
    Path output = Files.createTempDirectory("pooling-study").resolve("tuned");
    FineTuningConfiguration.Builder configuration =
        FineTuningConfiguration.builder()
            .set(ModelSettings.MODEL, model)
            .set(TrainingSettings.OUTPUT, output)
            .set(DataSettings.TRAIN, data.resolve(task.train()))
            .set(DataSettings.DEV, data.resolve(task.dev()))
            .set(DataSettings.HEADER, "false")
            .set(DataSettings.TEXT_COLUMN, Column.at(3))
            .set(DataSettings.LABEL_COLUMN, List.of(Column.at(task.labelColumn())))
            .set(EvaluationSettings.METRIC, task.metric())
            .set(DataSettings.MAX_LENGTH, task.maxLength())
            .set(ModelSettings.POOLING, pooling)
            .set(TrainingSettings.STEPS, steps)
            .set(EvaluationSettings.EVALUATION_STEPS, steps)
            .set(UpdateSettings.LEARNING_RATE, learningRate)
            .set(UpdateSettings.HEAD_LEARNING_RATE, 1e-3)
            .set(TrainingSettings.SEED, seed);
    task.pairColumn().ifPresent(column -> configuration.set(DataSettings.PAIR_COLUMN, column));
    double score =
        FineTuning.run(configuration.build(), new ArrayList<>())
            .last()
            .metrics()
            .get(task.metric());
    System.err.printf("%s, %s, seed %d: %s %.4f%n", task, pooling, seed, task.metric(), score);
    return score;
  }
}
