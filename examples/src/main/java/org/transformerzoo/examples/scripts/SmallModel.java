package org.transformerzoo.examples.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/** New models with random weights, small enough to learn the embedded data in seconds. */
enum SmallModel {
  /** With word pieces learnt from the embedded texts. */
  BERT(
      """
      {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": %d,
       "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
       "intermediate_size": 128, "max_position_embeddings": 64, "initializer_range": 0.05}
      """) {
    @Override
    Path tokenizer(Path folder) throws IOException {
      List<String> texts = new ArrayList<>();
      for (String file : TEXTS) {
        texts.addAll(Files.readAllLines(EmbeddedFiles.copy(file, folder)));
      }
      WordPieceTraining.ofSize(VOCABULARY).learn(texts).writeTo(folder, LONGEST);
      return folder;
    }
  },

  /** With the embedded byte pairs. */
  BART(
      """
      {"model_type": "bart", "architectures": ["BartForConditionalGeneration"], "vocab_size": %d,
       "d_model": 64, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
       "decoder_attention_heads": 4, "encoder_ffn_dim": 128, "decoder_ffn_dim": 128,
       "max_position_embeddings": 64, "init_std": 0.05, "num_beams": 2, "forced_eos_token_id": 2}
      """) {
    @Override
    Path tokenizer(Path folder) throws IOException {
      for (String file : List.of("vocab.json", "merges.txt")) {
        EmbeddedFiles.copy("/scripts/letters/" + file, folder);
      }
      return folder;
    }
  };

  static final double LEARNING_RATE = 2e-3;
  static final int EPOCHS = 6;
  static final int BATCH_SIZE = 16;

  /** Tokens of a sequence. */
  static final int LONGEST = 64;

  private static final int VOCABULARY = 2500;
  private static final long SEED = 1;
  private static final List<String> TEXTS =
      List.of(
          "/quickstart/domain.txt",
          "/quickstart/train.tsv",
          "/scripts/pairs-train.tsv",
          "/scripts/readability-train.csv",
          "/scripts/tags-train.conll");

  private final String config;

  SmallModel(String config) {
    this.config = config;
  }

  /** Writes a model folder into {@code parent}. */
  Path create(Path parent) {
    Path folder = parent.resolve("small-model");
    try (Tokenizer tokenizer = Tokenizer.load(tokenizer(parent.resolve("vocabulary")))) {
      ConfigFile file =
          ConfigFile.parse("the small model", config.formatted(tokenizer.vocabularySize()));
      TransformerModel.create(ModelSpecification.of(file), SEED).save(folder, tokenizer::saveTo);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  abstract Path tokenizer(Path folder) throws IOException;
}
