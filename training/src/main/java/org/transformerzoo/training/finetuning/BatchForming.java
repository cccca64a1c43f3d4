package org.transformerzoo.training.finetuning;

import java.util.Optional;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchOrder;
import org.transformerzoo.datavec.batching.DatasetBatches;
import org.transformerzoo.datavec.batching.ExampleSource;
import org.transformerzoo.datavec.batching.ExampleStream;
import org.transformerzoo.datavec.batching.ExampleTokenizer;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.StreamBatches;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;

/**
 * How the settings of a run put examples into batches: batching, padding, the batch sizes and the
 * seed of the data's order.
 *
 * @param configuration the settings
 * @param tokenizer says what padding is
 * @param longest the most tokens of a sequence
 * @param longestTarget the most tokens of a text to write
 */
record BatchForming(
    FineTuningConfiguration configuration, Tokenizer tokenizer, int longest, int longestTarget) {

  private static final int SHUFFLE_BUFFER = 10_000;

  /** Batches to learn from, in the order that the configuration asks for. */
  BatchIterator forTraining(ExampleSource examples) {
    DatasetBatches.Builder builder =
        BatchIterator.builder()
            .dataset(examples)
            .order(configuration.batchOrder())
            .seed(configuration.dataSeed())
            .padding(padding());
    Optional<Integer> tokens = configuration.find(DataSettings.TOKENS_PER_BATCH);
    tokens.ifPresent(builder::tokensPerBatch);
    if (tokens.isEmpty() || configuration.isGiven(DataSettings.BATCH_SIZE)) {
      builder.batchSize(configuration.get(DataSettings.BATCH_SIZE));
    }
    return builder.build();
  }

  /** Batches to learn from that are read anew in each epoch. */
  StreamBatches forTraining(ExampleStream stream, ExampleTokenizer exampleTokenizer) {
    boolean shuffled = configuration.batchOrder() == BatchOrder.SHUFFLED;
    int buffer = configuration.find(DataSettings.SHUFFLE_BUFFER).orElse(SHUFFLE_BUFFER);
    return new StreamBatches(
        stream,
        exampleTokenizer,
        configuration.get(DataSettings.BATCH_SIZE),
        shuffled ? buffer : 1,
        configuration.dataSeed(),
        padding());
  }

  /** Batches to evaluate on, in the order of the examples. */
  BatchIterator forEvaluation(ExampleSource examples) {
    DatasetBatches.Builder builder = BatchIterator.builder().dataset(examples).padding(padding());
    Optional<Integer> size = configuration.find(DataSettings.EVALUATION_BATCH_SIZE);
    Optional<Integer> tokens = configuration.find(DataSettings.TOKENS_PER_BATCH);
    if (size.isEmpty() && tokens.isPresent()) {
      builder.tokensPerBatch(tokens.get());
    } else {
      builder.batchSize(size.orElseGet(() -> configuration.get(DataSettings.BATCH_SIZE)));
    }
    return builder.build();
  }

  private Padding padding() {
    Padding exact = Padding.of(tokenizer);
    Padding rounded =
        configuration.get(DataSettings.PADDING).equals("longest")
            ? exact.toFewLengths(longest)
            : exact.toLength(longest);
    return rounded.targetsUpTo(longestTarget);
  }
}
