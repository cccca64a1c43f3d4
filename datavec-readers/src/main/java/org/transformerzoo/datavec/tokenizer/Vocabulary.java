package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  static Vocabulary of(String definition) {
    JsonNode root = parse(definition);
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = root.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // Unigram models list [piece, score]; the id is the position.
      for (int id = 0; id < vocabulary.size(); id++) {
        ids.put(vocabulary.get(id).path(0).asText(), id);
      }
    } else {
      vocabulary.properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
    }
    for (JsonNode added : root.path("added_tokens")) {
      ids.put(added.path("content").asText(), added.path("id").asInt());
    }
    int largest = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    return new Vocabulary(Map.copyOf(ids), largest + 1);
  }

  private static JsonNode parse(String definition) {
    try {
      return new ObjectMapper().readTree(definition);
    } catch (JsonProcessingException e) {
      throw new InvalidDataException("the tokenizer definition is not valid JSON", e);
    }
  }

  OptionalInt id(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
