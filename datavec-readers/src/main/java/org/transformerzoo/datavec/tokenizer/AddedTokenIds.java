package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * The native library gives added tokens that are not in the model's vocabulary the next free ids,
 * whatever the definition says. Here it is made sure that the two agree.
 */
final class AddedTokenIds {

  private final Map<String, Integer> ids = new HashMap<>();
  private final int modelSize;
  private int largest = -1;

  private AddedTokenIds(JsonNode vocabulary) {
    modelSize = vocabulary.size();
    if (vocabulary.isArray()) {
      for (int id = 0; id < modelSize; id++) {
        ids.put(vocabulary.get(id).path(0).asText(), id);
      }
    } else {
      vocabulary
          .properties()
          .forEach(entry -> ids.put(entry.getKey(), entry.getValue().intValue()));
    }
  }

  /**
   * Checks the added tokens of a definition.
   *
   * @param source the file behind it, for messages
   */
  static void check(JsonNode definition, Path source) {
    AddedTokenIds ids = new AddedTokenIds(definition.path("model").path("vocab"));
    for (JsonNode token : definition.path("added_tokens")) {
      String content = token.path("content").asText();
      int given = ids.add(content);
      if (token.path("id").intValue() != given) {
        throw new InvalidDataException(
            source
                + " and the files beside it give the added token '"
                + Excerpt.of(content)
                + "' the id "
                + Excerpt.of(token.path("id"))
                + ", expected "
                + given);
      }
    }
  }

  private int add(String token) {
    int next = Math.max(largest + 1, modelSize);
    int id = ids.computeIfAbsent(token, key -> next);
    largest = Math.max(largest, id);
    return id;
  }
}
