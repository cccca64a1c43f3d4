package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * BERT's WordPiece tokenizer from a vocab.txt (one piece a line, the line number from 0 is the id):
 * {@code [CLS] A [SEP]} or {@code [CLS] A [SEP] B [SEP]} with B in segment 1.
 */
final class WordPieceDefinition implements TokenizerDefinition {

  /** The longest word, in characters, that is not simply unknown. */
  static final int LONGEST_WORD = 100;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public String decisiveFile() {
    return TokenizerFiles.WORD_PIECE_VOCABULARY;
  }

  @Override
  public String assemble(TokenizerFiles files) {
    ObjectNode vocabulary = vocabulary(files);
    JsonNode config = files.json(TokenizerFiles.TOKENIZER_CONFIG);
    Special unknown = special(files, vocabulary, "unk_token", "[UNK]");
    Special start = special(files, vocabulary, "cls_token", "[CLS]");
    Special separator = special(files, vocabulary, "sep_token", "[SEP]");
    Special padding = special(files, vocabulary, "pad_token", "[PAD]");
    Special mask = special(files, vocabulary, "mask_token", "[MASK]");

    ObjectNode definition = JSON.objectNode().put("version", "1.0");
    definition.putNull("truncation").putNull("padding");
    definition.set(
        "added_tokens", addedTokens(config, List.of(padding, unknown, start, separator, mask)));
    definition.set("normalizer", normalizer(config));
    definition.set("pre_tokenizer", BertParts.preTokenizer());
    definition.set("post_processor", template(start, separator));
    definition
        .putObject("decoder")
        .put("type", "WordPiece")
        .put("prefix", "##")
        .put("cleanup", true);
    definition.set("model", model(vocabulary, unknown));
    return definition.toString();
  }

  private static ObjectNode vocabulary(TokenizerFiles files) {
    ObjectNode vocabulary = JSON.objectNode();
    int id = 0;
    for (String piece :
        (Iterable<String>) files.text(TokenizerFiles.WORD_PIECE_VOCABULARY).lines()::iterator) {
      vocabulary.put(piece, id++);
    }
    return vocabulary;
  }

  private record Special(String token, int id) {}

  private static Special special(
      TokenizerFiles files, ObjectNode vocabulary, String key, String ifUndeclared) {
    String token = files.specialToken(key).orElse(ifUndeclared);
    JsonNode id = vocabulary.path(token);
    if (!id.isInt()) {
      throw new InvalidDataException(
          files.path(TokenizerFiles.WORD_PIECE_VOCABULARY)
              + " has no line '"
              + token
              + "' among its "
              + vocabulary.size()
              + " pieces, expected it as the "
              + key);
    }
    return new Special(token, id.intValue());
  }

  private static ArrayNode addedTokens(JsonNode config, List<Special> specials) {
    Map<Integer, ObjectNode> byId = new TreeMap<>();
    for (Special special : specials) {
      byId.put(special.id(), addedToken(special.id(), special.token()));
    }
    config
        .path("added_tokens_decoder")
        .properties()
        .forEach(entry -> byId.putIfAbsent(Integer.valueOf(entry.getKey()), declared(entry)));
    ArrayNode tokens = JSON.arrayNode();
    byId.values().forEach(tokens::add);
    return tokens;
  }

  private static ObjectNode declared(Map.Entry<String, JsonNode> entry) {
    JsonNode options = entry.getValue();
    ObjectNode token =
        addedToken(Integer.parseInt(entry.getKey()), options.path("content").asText());
    for (String option : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
      token.put(option, options.path(option).asBoolean(false));
    }
    return token;
  }

  private static ObjectNode addedToken(int id, String content) {
    return JSON.objectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode normalizer(JsonNode config) {
    JsonNode stripAccents = config.path("strip_accents");
    return BertParts.normalizer(
        config.path("tokenize_chinese_chars").asBoolean(true),
        config.path("do_lower_case").asBoolean(true),
        stripAccents.isBoolean() ? stripAccents.booleanValue() : null);
  }

  private static ObjectNode model(ObjectNode vocabulary, Special unknown) {
    ObjectNode model =
        JSON.objectNode()
            .put("type", "WordPiece")
            .put("unk_token", unknown.token())
            .put("continuing_subword_prefix", "##")
            .put("max_input_chars_per_word", LONGEST_WORD);
    model.set("vocab", vocabulary);
    return model;
  }

  private static ObjectNode template(Special start, Special separator) {
    ObjectNode template = JSON.objectNode().put("type", "TemplateProcessing");
    ArrayNode single = template.putArray("single");
    single.add(specialPiece(start, 0)).add(textPiece("A", 0)).add(specialPiece(separator, 0));
    ArrayNode pair = template.putArray("pair");
    pair.addAll(single);
    pair.add(textPiece("B", 1)).add(specialPiece(separator, 1));
    ObjectNode tokens = template.putObject("special_tokens");
    for (Special special : List.of(start, separator)) {
      ObjectNode token = tokens.putObject(special.token()).put("id", special.token());
      token.putArray("ids").add(special.id());
      token.putArray("tokens").add(special.token());
    }
    return template;
  }

  private static ObjectNode specialPiece(Special special, int segment) {
    ObjectNode piece = JSON.objectNode();
    piece.putObject("SpecialToken").put("id", special.token()).put("type_id", segment);
    return piece;
  }

  private static ObjectNode textPiece(String text, int segment) {
    ObjectNode piece = JSON.objectNode();
    piece.putObject("Sequence").put("id", text).put("type_id", segment);
    return piece;
  }
}
