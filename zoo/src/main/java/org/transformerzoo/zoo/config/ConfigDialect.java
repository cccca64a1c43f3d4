package org.transformerzoo.zoo.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files in which model folders say what the model is, the preferred one first. */
enum ConfigDialect {
  /** That of transformers, in whose terms all others are put. */
  TRANSFORMERS(ConfigFile.NAME, "", Map.of()),
  /** That of Google's BERT: the same keys, but nothing says that it is a BERT. */
  GOOGLE_BERT("bert_config.json", "bert", Map.of()),
  /** That of XLNet's authors. */
  ORIGINAL_XLNET("xlnet_config.json", "xlnet", Map.of("n_token", "vocab_size"));

  private final String fileName;
  private final String modelType;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of is immutable
  private final Map<String, String> keys;

  ConfigDialect(String fileName, String modelType, Map<String, String> keys) {
    this.fileName = fileName;
    this.modelType = modelType;
    this.keys = keys;
  }

  /** The dialect of the file that {@code folder} has. */
  static Optional<ConfigDialect> of(Path folder) {
    return Arrays.stream(values())
        .filter(dialect -> Files.isRegularFile(dialect.in(folder)))
        .findFirst();
  }

  /** The names of all files, for messages. */
  static String fileNames() {
    return Arrays.stream(values())
        .map(dialect -> dialect.fileName)
        .collect(Collectors.joining(", "));
  }

  /** Where the file is in {@code folder}. */
  Path in(Path folder) {
    return folder.resolve(fileName);
  }

  /** Puts a configuration in the terms of transformers, where it does not use them already. */
  ObjectNode translate(ObjectNode original) {
    ObjectNode translated = original.deepCopy();
    if (!modelType.isEmpty() && !original.has("model_type")) {
      translated.put("model_type", modelType);
    }
    keys.forEach(
        (from, to) -> {
          if (original.has(from) && !original.has(to)) {
            translated.set(to, translated.remove(from));
          }
        });
    return translated;
  }
}
