package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pieces that {@link WordPieceTraining} learnt; a piece's place in the list is its id. */
public final class WordPieceVocabulary {

  /** What a piece begins with that continues a word. */
  static final String INSIDE = "##";

  private static final Map<String, String> SPECIAL_TOKENS_BY_KEY =
      new TreeMap<>(
          Map.of(
              "pad_token", "[PAD]",
              "unk_token", "[UNK]",
              "cls_token", "[CLS]",
              "sep_token", "[SEP]",
              "mask_token", "[MASK]"));

  static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private final List<String> pieces;
  private final boolean lowerCase;

  WordPieceVocabulary(List<String> learnt, boolean lowerCase) {
    this.pieces = Stream.concat(SPECIAL_TOKENS.stream(), learnt.stream()).toList();
    this.lowerCase = lowerCase;
  }

  /** All pieces in the order of their ids: special tokens, characters, then what was joined. */
  public List<String> pieces() {
    return pieces;
  }

  /** The number of pieces: the number of embeddings that a model needs. */
  public int size() {
    return pieces.size();
  }

  /**
   * Writes vocab.txt, tokenizer_config.json and special_tokens_map.json, from which {@link
   * Tokenizer#load} and transformers' BertTokenizer make the same tokenizer.
   *
   * @param folder is created if needed
   * @param modelMaxLength the most tokens that the model takes, its number of positions
   * @throws UncheckedIOException if a file cannot be written
   * @throws IllegalArgumentException if {@code modelMaxLength} is less than 1
   */
  public void writeTo(Path folder, int modelMaxLength) {
    if (modelMaxLength < 1) {
      throw new IllegalArgumentException(
          "modelMaxLength is " + modelMaxLength + ", expected at least 1");
    }
    ObjectNode specialTokens = JsonNodeFactory.instance.objectNode();
    SPECIAL_TOKENS_BY_KEY.forEach(specialTokens::put);
    ObjectNode config =
        JsonNodeFactory.instance
            .objectNode()
            .put("tokenizer_class", "BertTokenizer")
            .put("do_lower_case", lowerCase)
            .put("tokenize_chinese_chars", true)
            .putNull("strip_accents")
            .put("model_max_length", modelMaxLength);
    config.setAll(specialTokens);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(TokenizerFiles.WORD_PIECE_VOCABULARY), String.join("\n", pieces) + "\n");
      Files.writeString(
          folder.resolve(TokenizerFiles.TOKENIZER_CONFIG), config.toPrettyString() + "\n");
      Files.writeString(
          folder.resolve(TokenizerFiles.SPECIAL_TOKENS_MAP), specialTokens.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the vocabulary to " + folder, e);
    }
  }
}
