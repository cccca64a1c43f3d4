package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.ExampleStream;
import org.transformerzoo.datavec.batching.ExampleTokenizer;
import org.transformerzoo.datavec.batching.LabelEncoder;
import org.transformerzoo.datavec.batching.ReadAhead;
import org.transformerzoo.datavec.batching.SequenceLimit;
import org.transformerzoo.datavec.batching.StoredExamples;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * Tokenizes examples for a model and puts them into batches. Of the configuration it uses loading,
 * cache, max-length, target-max-length, truncation, batching, padding, the batch sizes and the seed
 * of the data's order.
 */
public final class ExampleBatches {

  private static final Logger LOG = LoggerFactory.getLogger(ExampleBatches.class);

  /** How many batches are ready before they are used, so that their making delays nothing. */
  private static final int BATCHES_AHEAD = 8;

  /** What the tokens of a file depend on beside its content, the model and the labels. */
  private static final List<Setting<?>> READING =
      List.of(
          ModelSettings.TASK,
          DataSettings.TEXT_COLUMN,
          DataSettings.PAIR_COLUMN,
          DataSettings.ROLE_COLUMN,
          DataSettings.LABEL_COLUMN,
          DataSettings.LABEL_SEPARATOR,
          DataSettings.TARGET_COLUMN,
          DataSettings.TARGET_MAX_LENGTH,
          DataSettings.HEADER,
          DataSettings.MALFORMED_LINES,
          DataSettings.TRUNCATION);

  private final FineTuningConfiguration configuration;
  private final Tokenizer tokenizer;
  private final TransformerConfig model;
  private final Truncation truncation;
  private final LabelEncoder labels;
  private final List<String> labelNames;

  /**
   * Batches for one model.
   *
   * @param labelNames the model's outputs, in order
   */
  public ExampleBatches(
      FineTuningConfiguration configuration,
      Tokenizer tokenizer,
      TransformerConfig model,
      List<String> labelNames) {
    this.configuration = configuration;
    this.tokenizer = tokenizer;
    this.model = model;
    this.labelNames = List.copyOf(labelNames);
    this.truncation = Truncation.named(configuration.get(DataSettings.TRUNCATION));
    this.labels =
        TaskLabels.of(configuration.get(ModelSettings.TASK))
            .encoder(labelNames, tokenizer, new SequenceLimit(longestTarget(), truncation));
  }

  /**
   * Batches to learn from, in the order that the configuration asks for. Where the examples are not
   * in memory, other threads read them, and tokenize them if they are streamed; close the batches
   * to end them.
   */
  public BatchIterator forTraining(ExampleData examples) {
    if (examples instanceof Examples inMemory) {
      return forming().forTraining(tokenize(inMemory));
    }
    ExampleFile file = (ExampleFile) examples;
    if (configuration.get(DataSettings.LOADING).equals("stream")) {
      ExampleStream stream = new ExampleStream(file.count(), file.opener());
      return new ReadAhead(forming().forTraining(stream, exampleTokenizer()), BATCHES_AHEAD);
    }
    StoredExamples stored = stored(file);
    return new ReadAhead(forming().forTraining(stored), BATCHES_AHEAD, stored);
  }

  /** Batches to evaluate on, in the order of the file. */
  public BatchIterator forEvaluation(Examples examples) {
    return forming().forEvaluation(tokenize(examples));
  }

  private BatchForming forming() {
    return new BatchForming(configuration, tokenizer, longest(), longestTarget());
  }

  private ExampleTokenizer exampleTokenizer() {
    return new ExampleTokenizer(tokenizer, new SequenceLimit(longest(), truncation), labels);
  }

  /** The examples tokenized on disk, from this run or an earlier one. */
  private StoredExamples stored(ExampleFile examples) {
    Map<String, Object> settings = configuration.toMap();
    Path folder =
        TokenCache.of(configuration)
            .place(
                Digest.of(examples.file()),
                Digest.ofTokenizer(configuration.get(ModelSettings.MODEL)),
                Integer.toString(longest()),
                labelNames.toString(),
                READING.stream()
                    .map(key -> key + " " + settings.get(key.key()))
                    .toList()
                    .toString());
    if (!StoredExamples.isComplete(folder)) {
      LOG.info("{}: tokenizing {} examples into {}", examples.file(), examples.count(), folder);
      StoredExamples.write(examples.all(), examples.file().toUri(), exampleTokenizer(), folder);
    }
    StoredExamples stored = StoredExamples.open(folder, examples.file().toUri());
    tellTruncated(examples, stored.truncated());
    return stored;
  }

  private int longest() {
    return Math.min(configuration.get(DataSettings.MAX_LENGTH), model.maximumLength());
  }

  private int longestTarget() {
    int asked =
        configuration
            .find(DataSettings.TARGET_MAX_LENGTH)
            .orElseGet(() -> configuration.get(DataSettings.MAX_LENGTH));
    return Math.min(asked, model.maximumLength());
  }

  private TokenizedDataset tokenize(Examples examples) {
    TokenizedDataset dataset = TokenizedDataset.tokenize(examples.texts(), exampleTokenizer());
    tellTruncated(examples, dataset.truncated());
    return dataset;
  }

  private void tellTruncated(ExampleData examples, long truncated) {
    if (truncated > 0) {
      LOG.info(
          "{}: {} of {} examples were shortened to {} tokens{}",
          examples.file(),
          truncated,
          examples.count(),
          longest(),
          labels instanceof LabelEncoder.WrittenText ? ", targets to " + longestTarget() : "");
    }
  }
}
