package org.transformerzoo.benchmarks.batching;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ExampleBatches;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The examples of RTE in batches, read and formed as {@code tzoo finetune} does it.
 *
 * @param train the file to learn from, called as GLUE has it
 * @param tokenizer cuts the texts
 * @param model reads them
 * @param sizes has the size of a batch and the longest sequence
 */
public record TaskBatches(Path train, Tokenizer tokenizer, TransformerConfig model, Sizes sizes) {

  /** Batches of examples that are tokenized in memory. */
  public BatchIterator inMemory(Arrangement arrangement) {
    return batches(arrangement, "memory");
  }

  /** Shuffled batches of texts that other threads read and tokenize meanwhile; close them. */
  public BatchIterator streamed() {
    return batches(Arrangement.DYNAMIC, "stream");
  }

  private BatchIterator batches(Arrangement arrangement, String loading) {
    FineTuningConfiguration configuration =
        FineTuningConfiguration.builder()
            .set(DataSettings.TASK_PRESET, "rte")
            .set(DataSettings.TRAIN, train)
            .set(DataSettings.BATCH_SIZE, sizes.batch())
            .set(DataSettings.MAX_LENGTH, sizes.length())
            .set(DataSettings.BATCHING, arrangement.batching())
            .set(DataSettings.PADDING, arrangement.padding())
            .set(DataSettings.LOADING, loading)
            .buildPartial();
    List<String> labels = configuration.get(DataSettings.LABELS);
    return new ExampleBatches(configuration, tokenizer, model, labels)
        .forTraining(new ExampleReader(configuration).readTraining());
  }
}
