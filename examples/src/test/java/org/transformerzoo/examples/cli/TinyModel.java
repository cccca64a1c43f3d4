package org.transformerzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.WordPieceTraining;
import org.transformerzoo.datavec.tokenizer.WordPieceVocabulary;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/** A very small model and data for it, made on the spot. */
final class TinyModel {

  private static final List<String> TEXTS =
      List.of("the parcel is late", "my money is gone", "a broken cup came", "late again");

  private TinyModel() {}

  /** Writes a model folder. */
  static Path write(Path parent) throws IOException {
    Path vocabularyFolder = parent.resolve("vocabulary");
    WordPieceVocabulary vocabulary = WordPieceTraining.ofSize(80).learn(TEXTS);
    vocabulary.writeTo(vocabularyFolder, 16);
    ConfigFile config =
        ConfigFile.parse(
            "tiny",
            """
            {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": %d,
             "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
             "intermediate_size": 16, "max_position_embeddings": 16}
            """
                .formatted(vocabulary.size()));
    Path model = parent.resolve("model");
    try (Tokenizer tokenizer = Tokenizer.load(vocabularyFolder)) {
      TransformerModel.create(ModelSpecification.of(config), 1).save(model, tokenizer::saveTo);
    }
    return model;
  }

  /** Writes {@code rows} labelled examples with a header. */
  static Path writeExamples(Path file, int rows) throws IOException {
    List<String> lines =
        IntStream.range(0, rows)
            .mapToObj(
                i -> TEXTS.get(i % TEXTS.size()) + "\t" + (i % TEXTS.size() % 2 == 0 ? "a" : "b"))
            .toList();
    Files.writeString(file, "text\tlabel\n" + String.join("\n", lines) + "\n");
    return file;
  }
}
