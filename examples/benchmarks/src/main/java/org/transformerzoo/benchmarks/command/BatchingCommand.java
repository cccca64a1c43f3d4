package org.transformerzoo.benchmarks.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.transformerzoo.benchmarks.batching.Arrangement;
import org.transformerzoo.benchmarks.batching.BatchingReport;
import org.transformerzoo.benchmarks.batching.TaskBatches;
import org.transformerzoo.benchmarks.batching.TokenCount;
import org.transformerzoo.benchmarks.contender.own.EpochTrainer;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchPosition;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code batching}: padding and time of an epoch of RTE for each way to form batches. */
@Command(
    name = "batching",
    description = {
      "Times epochs of training on RTE in batches that are formed in four ways, in turns, and one",
      "more whose texts are read and tokenized meanwhile. Plans are compiled before."
    })
final class BatchingCommand extends Verb {

  private static final String TRAIN = "train.tsv";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder of RTE as GLUE has it.")
  private Path data;

  @Option(
      names = "--tokenizer",
      required = true,
      paramLabel = "DIR",
      description = "A model folder whose tokenizer cuts the texts.")
  private Path tokenizerFolder;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "Only the first so many examples; all by default.")
  private Integer examples;

  BatchingCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() throws IOException {
    Path file = data.resolve(TRAIN);
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(
          options().commandLine(), "There is no file " + file + ", expected the folder of RTE");
    }
    if (examples == null) {
      return compare(file);
    }
    Path folder = Files.createTempDirectory("benchmarks-batching-");
    Path part = folder.resolve(TRAIN);
    try (Stream<String> lines = Files.lines(file)) {
      Files.write(part, lines.limit(examples + 1L).toList());
      return compare(part);
    } finally {
      Files.deleteIfExists(part);
      Files.delete(folder);
    }
  }

  private int compare(Path train) {
    Sizes sizes = options().sizes(Family.BERT, 30522, 0);
    Rounds rounds = options().rounds(1, 0);
    BatchingReport report = new BatchingReport();
    try (EpochTrainer trainer = new EpochTrainer(sizes);
        Tokenizer tokenizer = Tokenizer.load(tokenizerFolder)) {
      if (tokenizer.vocabularySize() > sizes.vocabulary()) {
        throw new ParameterException(
            options().commandLine(),
            "--vocabulary is %d, expected at least the tokenizer's %d"
                .formatted(sizes.vocabulary(), tokenizer.vocabularySize()));
      }
      time(new TaskBatches(train, tokenizer, trainer.config(), sizes), trainer, rounds, report);
    }
    report.print(System.err);
    Map<String, Object> numbers = header("batching", sizes, rounds);
    numbers.putAll(report.numbers());
    return finish(numbers, List.of());
  }

  private static void time(
      TaskBatches batches, EpochTrainer trainer, Rounds rounds, BatchingReport report) {
    Map<Arrangement, BatchIterator> all = new EnumMap<>(Arrangement.class);
    for (Arrangement arrangement : Arrangement.values()) {
      BatchIterator own = batches.inMemory(arrangement);
      TokenCount count = TokenCount.of(own, rounds.count());
      report.put(arrangement, count);
      trainer.prepare(count.shapes());
      all.put(arrangement, own);
    }
    for (int round = 0; round < rounds.count(); round++) {
      for (Map.Entry<Arrangement, BatchIterator> each : all.entrySet()) {
        each.getValue().startAt(new BatchPosition(round, 0));
        report.add(each.getKey(), trainer.train(each.getValue()));
      }
      try (BatchIterator streamed = batches.streamed()) {
        streamed.startAt(new BatchPosition(round, 0));
        report.addStreamed(trainer.train(streamed));
      }
    }
  }
}
