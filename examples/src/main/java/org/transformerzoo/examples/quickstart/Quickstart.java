package org.transformerzoo.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.datavec.tokenizer.WordPieceVocabulary;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.finetuning.PreTraining;
import org.transformerzoo.training.inference.LabelProbabilities;
import org.transformerzoo.training.inference.TextClassifier;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/**
 * The whole story on the data of this project: a vocabulary and a small new BERT from support
 * messages, further pre-training on those without labels, fine-tuning to the intents of their
 * writers, and predictions.
 *
 * @param folder where everything goes
 * @param seed of the new weights and of training
 */
public record Quickstart(Path folder, long seed) {

  private static final List<String> DATA = List.of("train.tsv", "dev.tsv", "domain.txt");
  private static final int VOCABULARY = 2500;
  private static final int LONGEST = 64;
  private static final String CONFIG =
      """
      {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": %d,
       "hidden_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4,
       "intermediate_size": 192, "max_position_embeddings": 64, "initializer_range": 0.05}
      """;
  private static final List<String> NEW_MESSAGES =
      List.of(
          "Hi, my parcel was supposed to come on Tuesday and I still have nothing. Where is it?",
          "The mug arrived in three pieces.",
          "I can't log in any more, it says my password is wrong.",
          "Could you tell me if this lamp works with an ordinary bulb?",
          "My card was charged twice for the same order!");

  /**
   * What came out.
   *
   * @param result best and last metrics on the development data
   * @param messages that the model had not seen
   * @param predictions one for each of them
   */
  public record Outcome(
      FineTuningResult result, List<String> messages, List<LabelProbabilities> predictions) {}

  /**
   * Runs it.
   *
   * @param say takes sentences for the person who watches
   * @param listeners are told of the training
   */
  public Outcome run(Consumer<String> say, List<TrainingListener> listeners) {
    try {
      copyData();
      Path base = newModel(say);
      FineTuningResult result = fineTune(preTrain(base, say, listeners), say, listeners);
      say.accept("Asking the saved model about messages it has never seen.");
      try (TextClassifier classifier = TextClassifier.load(result.output())) {
        return new Outcome(result, NEW_MESSAGES, classifier.classify(NEW_MESSAGES));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void copyData() throws IOException {
    Files.createDirectories(folder);
    for (String name : DATA) {
      try (InputStream in = Quickstart.class.getResourceAsStream("/quickstart/" + name)) {
        Files.write(folder.resolve(name), in.readAllBytes());
      }
    }
  }

  private Path newModel(Consumer<String> say) throws IOException {
    List<String> texts = new ArrayList<>(Files.readAllLines(folder.resolve("domain.txt")));
    try (Stream<String> rows = Files.lines(folder.resolve("train.tsv"))) {
      rows.skip(1).map(row -> row.substring(0, row.indexOf('\t'))).forEach(texts::add);
    }
    say.accept("Learning a vocabulary from " + texts.size() + " messages.");
    Path tokenizerFolder = folder.resolve("vocabulary");
    WordPieceVocabulary vocabulary = WordPieceTraining.ofSize(VOCABULARY).learn(texts);
    vocabulary.writeTo(tokenizerFolder, LONGEST);
    say.accept("Making a new BERT with random weights and " + vocabulary.size() + " word pieces.");
    ConfigFile config = ConfigFile.parse("the quickstart", CONFIG.formatted(vocabulary.size()));
    Path base = folder.resolve("base");
    try (Tokenizer tokenizer = Tokenizer.load(tokenizerFolder)) {
      TransformerModel.create(ModelSpecification.of(config), seed).save(base, tokenizer::saveTo);
    }
    return base;
  }

  /** Masked words of the shop's own messages, which need no labels. */
  private Path preTrain(Path base, Consumer<String> say, List<TrainingListener> listeners) {
    FineTuningConfiguration configuration =
        FineTuningConfiguration.builder()
            .set(ModelSettings.MODEL, base)
            .set(DataSettings.TRAIN, folder.resolve("domain.txt"))
            .set(TrainingSettings.OUTPUT, folder.resolve("further"))
            .set(PreTrainingSettings.PACKING, "lines")
            .set(DataSettings.MAX_LENGTH, LONGEST)
            .set(DataSettings.BATCHING, "uniform-length")
            .set(DataSettings.BATCH_SIZE, 16)
            .set(TrainingSettings.EPOCHS, 5)
            .set(UpdateSettings.LEARNING_RATE, 1e-3)
            .set(TrainingSettings.RESUME, "never")
            .set(TrainingSettings.SEED, seed)
            .buildPartial();
    say.accept("Training it further on messages without labels, by hiding words.");
    FineTuningResult result = PreTraining.run(configuration, listeners);
    say.accept(
        "Perplexity on messages that were held out: %.0f."
            .formatted(result.best().metrics().get("perplexity")));
    return result.output();
  }

  private FineTuningResult fineTune(
      Path base, Consumer<String> say, List<TrainingListener> listeners) {
    FineTuningConfiguration configuration =
        FineTuningConfiguration.builder()
            .set(ModelSettings.MODEL, base)
            .set(DataSettings.TRAIN, folder.resolve("train.tsv"))
            .set(DataSettings.DEV, folder.resolve("dev.tsv"))
            .set(TrainingSettings.OUTPUT, folder.resolve("intents"))
            .set(DataSettings.LABEL_COLUMN, List.of(Column.named("intent")))
            .set(DataSettings.MAX_LENGTH, LONGEST)
            .set(DataSettings.BATCHING, "uniform-length")
            .set(DataSettings.BATCH_SIZE, 16)
            .set(ModelSettings.POOLING, "mean")
            .set(TrainingSettings.EPOCHS, 10)
            .set(UpdateSettings.LEARNING_RATE, 1e-3)
            .set(TrainingSettings.RESUME, "never")
            .set(TrainingSettings.SEED, seed)
            .build();
    say.accept("Fine-tuning it to tell the intents of messages apart.");
    return FineTuning.run(configuration, listeners);
  }
}
