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
 * The tokens that are found in text before anything else is done to it: the special ones, and those
 * that tokenizer_config.json ({@code added_tokens_decoder}) or added_tokens.json add.
 */
final class AddedTokens {

  private static final List<String> OPTIONS =
      List.of("single_word", "lstrip", "rstrip", "normalized", "special");

  private final TokenizerFiles files;
  private final Map<Integer, ObjectNode> byId = new TreeMap<>();

  private AddedTokens(TokenizerFiles files) {
    this.files = files;
  }

  /** The {@code added_tokens} of a definition. */
  static ArrayNode of(TokenizerFiles files, List<SpecialToken> specialTokens) {
    AddedTokens tokens = new AddedTokens(files);
    for (SpecialToken special : specialTokens) {
      tokens.byId.put(special.id(), special(special));
    }
    tokens.addDeclared();
    tokens.addListed();
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    tokens.byId.values().forEach(array::add);
    return array;
  }

  private static ObjectNode special(SpecialToken special) {
    return token(special.id(), special.text())
        .put("lstrip", special.swallowsSpaceBefore())
        .put("special", true);
  }

  private static ObjectNode token(int id, String content) {
    ObjectNode token = JsonNodeFactory.instance.objectNode().put("id", id).put("content", content);
    OPTIONS.forEach(option -> token.put(option, false));
    return token;
  }

  private void addDeclared() {
    JsonNode declared = files.json(TokenizerFiles.TOKENIZER_CONFIG).path("added_tokens_decoder");
    declared.properties().forEach(entry -> addDeclared(entry.getKey(), entry.getValue()));
  }

  private void addDeclared(String key, JsonNode options) {
    if (!key.matches("\\d{1,8}") || !options.path("content").isTextual()) {
      throw new InvalidDataException(
          files.path(TokenizerFiles.TOKENIZER_CONFIG)
              + " has '"
              + Excerpt.of(key)
              + "' in added_tokens_decoder, expected a token id and an object with content");
    }
    ObjectNode token = token(Integer.parseInt(key), options.path("content").textValue());
    OPTIONS.forEach(option -> token.put(option, options.path(option).asBoolean(false)));
    byId.putIfAbsent(Integer.valueOf(key), token);
  }

  private void addListed() {
    JsonNode listed = files.json(TokenizerFiles.ADDED_TOKENS);
    for (Map.Entry<String, JsonNode> entry : listed.properties()) {
      if (!entry.getValue().isInt() || entry.getValue().intValue() < 0) {
        throw new InvalidDataException(
            files.path(TokenizerFiles.ADDED_TOKENS)
                + " gives '"
                + Excerpt.of(entry.getKey())
                + "' the id "
                + Excerpt.of(entry.getValue())
                + ", expected a whole number from 0");
      }
      int id = entry.getValue().intValue();
      byId.putIfAbsent(id, token(id, entry.getKey()).put("normalized", true));
    }
  }
}
