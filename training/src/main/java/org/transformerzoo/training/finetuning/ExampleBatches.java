package org.transformerzoo.training.finetuning;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.LabelEncoder;
import org.transformerzoo.datavec.batching.SequenceLimit;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * Tokenizes examples for a model and puts them into batches. Of the configuration it uses
 * max-length, truncation, batching, the batch sizes and the seed of the data's order.
 */
public final class ExampleBatches {

  private static final Logger LOG = LoggerFactory.getLogger(ExampleBatches.class);

  private final FineTuningConfiguration configuration;
  private final Tokenizer tokenizer;
  private final TransformerConfig model;
  private final LabelEncoder labels;

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
    this.labels = TaskLabels.of(configuration.get(ModelSettings.TASK)).encoder(labelNames);
  }

  /** Batches to learn from, in the order that the configuration asks for. */
  public BatchIterator forTraining(Examples examples) {
    return forming().forTraining(tokenize(examples));
  }

  /** Batches to evaluate on, in the order of the file. */
  public BatchIterator forEvaluation(Examples examples) {
    return forming().forEvaluation(tokenize(examples));
  }

  private BatchForming forming() {
    return new BatchForming(configuration, tokenizer, longest());
  }

  private int longest() {
    return Math.min(configuration.get(DataSettings.MAX_LENGTH), model.maximumLength());
  }

  private TokenizedDataset tokenize(Examples examples) {
    Truncation truncation = Truncation.named(configuration.get(DataSettings.TRUNCATION));
    int longest = longest();
    TokenizedDataset dataset =
        TokenizedDataset.tokenize(
            examples.texts(), tokenizer, new SequenceLimit(longest, truncation), labels);
    if (dataset.truncated() > 0) {
      LOG.info(
          "{}: {} of {} sequences were shortened to {} tokens",
          examples.file(),
          dataset.truncated(),
          dataset.size(),
          longest);
    }
    return dataset;
  }
}
