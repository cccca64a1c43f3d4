package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * The tokenizer files of a model folder, read once: what is saved later is what was loaded, even if
 * the folder has changed in between.
 */
final class TokenizerFiles {

  static final String TOKENIZER_JSON = "tokenizer.json";
  static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";
  static final String ADDED_TOKENS = "added_tokens.json";
  static final String WORD_PIECE_VOCABULARY = "vocab.txt";
  static final String BYTE_PAIR_VOCABULARY = "vocab.json";
  static final String BYTE_PAIR_MERGES = "merges.txt";
  static final String SENTENCE_PIECE_MODEL = "spiece.model";

  private static final List<String> KNOWN_FILES =
      List.of(
          TOKENIZER_JSON,
          TOKENIZER_CONFIG,
          SPECIAL_TOKENS_MAP,
          ADDED_TOKENS,
          WORD_PIECE_VOCABULARY,
          BYTE_PAIR_VOCABULARY,
          BYTE_PAIR_MERGES,
          SENTENCE_PIECE_MODEL);

  private final Path folder;
  private final Map<String, byte[]> contents;

  private TokenizerFiles(Path folder, Map<String, byte[]> contents) {
    this.folder = folder;
    this.contents = contents;
  }

  static TokenizerFiles read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidDataException(
          "model folder " + folder + " does not exist or is not a folder");
    }
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : KNOWN_FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        contents.put(name, readBytes(file));
      }
    }
    return new TokenizerFiles(folder, contents);
  }

  private static byte[] readBytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidDataException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The file's path, for messages. */
  Path path(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return contents.containsKey(name);
  }

  byte[] bytes(String name) {
    return contents.get(name);
  }

  String text(String name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(name))).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(path(name) + " is not valid UTF-8", e);
    }
  }

  /** The parsed file, or a missing node if the folder has no such file. */
  JsonNode json(String name) {
    if (!has(name)) {
      return MissingNode.getInstance();
    }
    try {
      return new ObjectMapper().readTree(text(name));
    } catch (JsonProcessingException e) {
      throw new InvalidDataException(
          path(name) + " is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The text of a special token as the folder declares it.
   *
   * @param key a key of transformers, such as {@code pad_token}
   */
  Optional<String> specialToken(String key) {
    JsonNode value = specialTokenOptions(key);
    JsonNode content = value.isObject() ? value.path("content") : value;
    return content.isTextual() ? Optional.of(content.textValue()) : Optional.empty();
  }

  /** What the folder declares of a special token: its text, an object, or a missing node. */
  JsonNode specialTokenOptions(String key) {
    JsonNode value = json(SPECIAL_TOKENS_MAP).path(key);
    return value.isTextual() || value.isObject() ? value : json(TOKENIZER_CONFIG).path(key);
  }

  void writeTo(Path target) {
    try {
      Files.createDirectories(target);
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        Files.write(target.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the tokenizer to " + target, e);
    }
  }
}
