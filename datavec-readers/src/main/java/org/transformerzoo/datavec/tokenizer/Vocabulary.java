package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * The tokens of a definition and their ids.
 *
 * @param ids token to id, tokens that were added to the model's own included
 * @param size the largest id plus one: the least number of rows an embedding needs
 */
record Vocabulary(Map<String, Integer> ids, int size) {

  /** Far beyond any vocabulary, and far from where the arithmetic of ids overflows. */
  private static final int LARGEST_ID = 1 << 24;

  /**
   * Reads the vocabulary of a definition.
   *
   * @param source the file behind it, for messages
   */
  static Vocabulary of(JsonNode definition, Path source) {
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = definition.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // Unigram models list [piece, score]; the id is the position.
      for (int id = 0; id < vocabulary.size(); id++) {
        ids.put(vocabulary.get(id).path(0).asText(), id);
      }
    } else {
      vocabulary
          .properties()
          .forEach(
              entry ->
                  ids.put(entry.getKey(), requireId(entry.getKey(), entry.getValue(), source)));
    }
    for (JsonNode added : definition.path("added_tokens")) {
      String token = added.path("content").asText();
      ids.put(token, requireId(token, added.path("id"), source));
    }
    int largest = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    return new Vocabulary(Map.copyOf(ids), largest + 1);
  }

  /** The id that a file gives to a token. */
  static int requireId(String token, JsonNode id, Path source) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() > LARGEST_ID) {
      throw new InvalidDataException(
          source
              + " gives '"
              + Excerpt.of(token)
              + "' the id "
              + (id.isMissingNode() ? "nothing" : Excerpt.of(id))
              + ", expected a whole number from 0 to "
              + LARGEST_ID);
    }
    return id.intValue();
  }

  OptionalInt id(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
