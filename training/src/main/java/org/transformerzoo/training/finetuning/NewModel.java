package org.transformerzoo.training.finetuning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.PlainTextReader;
import org.transformerzoo.datavec.reader.PlainTextReader.TextLine;
import org.transformerzoo.datavec.reader.TextFiles;
import org.transformerzoo.datavec.reader.TextFormat;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.datavec.tokenizer.WordPieceVocabulary;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/**
 * A model with random weights, and the tokenizer that was given or learnt from the text.
 *
 * @param configuration the settings of the run
 * @param config what the model is; its vocabulary gives way to a larger one of the tokenizer
 */
record NewModel(FineTuningConfiguration configuration, ConfigFile config) {

  private static final Logger LOG = LoggerFactory.getLogger(NewModel.class);
  private static final int VOCABULARY_SIZE = 30_000;
  private static final String VOCABULARY_KEY = "vocab_size";
  private static final String LEARNS_WORD_PIECES = "bert";

  /** The model of the setting new-model, a file or a folder that has one. */
  static NewModel of(FineTuningConfiguration configuration) {
    Path named = configuration.get(PreTrainingSettings.NEW_MODEL);
    ConfigFile config =
        Files.isRegularFile(named) ? ConfigFile.readFile(named) : ConfigFile.read(named);
    String type = Architectures.of(config).modelType();
    if (!configuration.isGiven(PreTrainingSettings.TOKENIZER) && !type.equals(LEARNS_WORD_PIECES)) {
      throw new InvalidSettingException(
          "tokenizer is not set, and none is learnt for a %s model, expected a folder with one"
              .formatted(type));
    }
    return new NewModel(configuration, config);
  }

  /** Makes it in {@code folder}; what is learnt on the way goes to {@code vocabulary}. */
  void writeTo(Path folder, Path vocabulary) {
    Optional<Path> given = configuration.find(PreTrainingSettings.TOKENIZER);
    if (given.isEmpty()) {
      learn(vocabulary);
    }
    try (Tokenizer tokenizer = Tokenizer.load(given.orElse(vocabulary))) {
      TransformerModel.create(
              ModelSpecification.bodyOf(sized(tokenizer)), configuration.get(TrainingSettings.SEED))
          .save(folder, tokenizer::saveTo);
    }
  }

  private ConfigFile sized(Tokenizer tokenizer) {
    int needed = tokenizer.vocabularySize();
    return config.optionalInt(VOCABULARY_KEY, 0, 0) >= needed
            && configuration.isGiven(PreTrainingSettings.TOKENIZER)
        ? config
        : config.with(VOCABULARY_KEY, needed);
  }

  private void learn(Path folder) {
    int size = configuration.find(PreTrainingSettings.VOCABULARY_SIZE).orElse(VOCABULARY_SIZE);
    TextFiles text = TextFiles.at(configuration.get(DataSettings.TRAIN));
    try (PlainTextReader reader =
        new PlainTextReader(text, MalformedLines.COUNT, TextFormat.DEFAULT_LONGEST_LINE)) {
      Stream<String> lines =
          Stream.generate(reader::next)
              .takeWhile(Optional::isPresent)
              .map(Optional::orElseThrow)
              .map(TextLine::text);
      WordPieceVocabulary learnt = WordPieceTraining.ofSize(size).learn(lines);
      learnt.writeTo(folder, positions(learnt.size()));
      LOG.info("Learnt {} word pieces from {}", learnt.size(), text.files());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          List.of("vocabulary-size is " + size + ": " + e.getMessage()));
    }
  }

  private int positions(int vocabulary) {
    ConfigFile whole = config.with(VOCABULARY_KEY, vocabulary);
    return Architectures.of(whole).readConfig(whole).maximumLength();
  }
}
