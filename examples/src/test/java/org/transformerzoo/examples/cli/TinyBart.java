package org.transformerzoo.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

/** A very small BART with a tokenizer that knows single characters. */
final class TinyBart {

  /** How many tokens a text can have. */
  static final int POSITIONS = 24;

  private TinyBart() {}

  /** Writes a model folder; {@code transformersClass} says which head it has. */
  static Path write(Path parent, String transformersClass) throws IOException {
    Map<String, Integer> vocabulary = vocabulary();
    ConfigFile config =
        ConfigFile.parse(
            "tiny",
            """
            {"model_type": "bart", "architectures": ["%s"], "vocab_size": %d, "d_model": 8,
             "encoder_layers": 1, "decoder_layers": 2, "encoder_attention_heads": 2,
             "decoder_attention_heads": 2, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16,
             "max_position_embeddings": %d, "init_std": 0.5, "num_beams": 3,
             "forced_eos_token_id": 2}
            """
                .formatted(transformersClass, vocabulary.size(), POSITIONS));
    Path folder = parent.resolve("bart");
    TransformerModel.create(ModelSpecification.of(config), 1)
        .save(
            folder,
            target -> {
              new ObjectMapper().writeValue(target.resolve("vocab.json").toFile(), vocabulary);
              Files.writeString(target.resolve("merges.txt"), "#version: 0.2\n");
            });
    return folder;
  }

  private static Map<String, Integer> vocabulary() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String special : List.of("<s>", "<pad>", "</s>", "<unk>")) {
      ids.put(special, ids.size());
    }
    for (char letter = '!'; letter <= '~'; letter++) {
      ids.put(String.valueOf(letter), ids.size());
    }
    ids.put("\u0120", ids.size()); // how byte-level vocabularies spell a space
    ids.put("<mask>", ids.size());
    return ids;
  }
}
