package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.ReadAhead;
import org.transformerzoo.datavec.pretraining.Packing;
import org.transformerzoo.datavec.pretraining.PreTrainingExamples;
import org.transformerzoo.datavec.pretraining.TextPacker;
import org.transformerzoo.datavec.pretraining.TokenStore;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.TextFiles;
import org.transformerzoo.datavec.reader.TextFormat;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.zoo.config.TransformerConfig;

/** Plain text in batches, to learn from and to evaluate on. It is tokenized once, into a folder. */
final class PreTrainingText implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PreTrainingText.class);
  private static final double HELD_OUT = 0.05;

  /** How many batches are ready before they are used. */
  private static final int BATCHES_AHEAD = 8;

  private final FineTuningConfiguration configuration;
  private final BatchForming forming;
  private final Path file;
  private final TokenStore store;
  private final PreTrainingExamples examples;

  /**
   * Tokenizes text.
   *
   * @param file a file or a folder of files
   * @param folder where the tokens go, or are if this was done before
   */
  PreTrainingText(
      FineTuningConfiguration configuration,
      Tokenizer tokenizer,
      TransformerConfig model,
      Path file,
      Path folder) {
    this.configuration = configuration;
    this.file = file;
    int longest = Math.min(configuration.get(DataSettings.MAX_LENGTH), model.maximumLength());
    this.forming = new BatchForming(configuration, tokenizer, longest, longest);
    Packing packing =
        configuration
            .find(PreTrainingSettings.PACKING)
            .map(word -> Packing.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Packing.FULL);
    MalformedLines policy =
        configuration.get(DataSettings.MALFORMED_LINES).equals("fail")
            ? MalformedLines.FAIL
            : MalformedLines.COUNT;
    this.store =
        new TextPacker(tokenizer, packing, longest, policy, TextFormat.DEFAULT_LONGEST_LINE)
            .pack(TextFiles.at(file), folder);
    this.examples =
        PreTrainingExamples.of(
            store, TextObjectives.of(configuration, tokenizer, longest), configuration.dataSeed());
    LOG.info(
        "{}: {} tokens in {} sequences of up to {}, {} malformed lines left out",
        file,
        store.tokens(),
        store.size(),
        longest,
        store.malformedLines());
  }

  /**
   * The text of {@code file}, tokenized where the configuration keeps such things.
   *
   * @throws InvalidSettingException if there is neither a cache nor an output
   */
  static PreTrainingText open(
      FineTuningConfiguration configuration,
      Tokenizer tokenizer,
      TransformerConfig model,
      Path file) {
    Path place =
        place(
            configuration,
            Digest.of(file),
            Digest.ofTokenizer(configuration.get(ModelSettings.MODEL)));
    return new PreTrainingText(configuration, tokenizer, model, file, place);
  }

  /**
   * Where tokens go.
   *
   * @param content the digest of the text
   * @param tokenizer the digest of the tokenizer
   */
  static Path place(FineTuningConfiguration configuration, String content, String tokenizer) {
    return TokenCache.of(configuration)
        .place(
            content,
            tokenizer,
            configuration.get(DataSettings.MAX_LENGTH).toString(),
            configuration.find(PreTrainingSettings.PACKING).orElse(""),
            configuration.get(DataSettings.MALFORMED_LINES));
  }

  /** What a card says about it. */
  DataFile describe() {
    return new DataFile(file, store.size(), store.malformedLines());
  }

  /**
   * Batches to learn from, which a thread of its own reads until they are closed.
   *
   * @param evaluated whether all is learnt from because other text is evaluated on; otherwise the
   *     held-out end is left out
   */
  BatchIterator forTraining(boolean evaluated) {
    PreTrainingExamples learnt = evaluated ? examples : examples.part(0, store.size() - heldOut());
    return new ReadAhead(forming.forTraining(learnt), BATCHES_AHEAD);
  }

  /** Batches of everything, to evaluate on: with equal seeds always the same. */
  BatchIterator forEvaluation() {
    return forEvaluation(examples);
  }

  /** Batches of the end that training leaves out. */
  BatchIterator ofHeldOut() {
    return forEvaluation(examples.part(store.size() - heldOut(), store.size()));
  }

  private BatchIterator forEvaluation(PreTrainingExamples some) {
    return forming.forEvaluation(some.fixed());
  }

  private int heldOut() {
    double share = configuration.find(PreTrainingSettings.HELD_OUT).orElse(HELD_OUT);
    int count = (int) Math.max(1, Math.round(share * store.size()));
    if (count >= store.size()) {
      throw new InvalidDataException(
          "%s has text for %d sequences and %d malformed lines, expected enough to hold %d out; or set dev"
              .formatted(file, store.size(), store.malformedLines(), count));
    }
    return count;
  }

  @Override
  public void close() {
    store.close();
  }
}
