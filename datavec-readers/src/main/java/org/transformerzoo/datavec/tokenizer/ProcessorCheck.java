package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;

/** Finds in post-processors what would end the process. */
final class ProcessorCheck {

  private final Path source;
  private boolean placesSpecialTokens;

  ProcessorCheck(Path source) {
    this.source = source;
  }

  /** Checks one post-processor; to be called for all of a definition in turn. */
  void check(String type, JsonNode processor) {
    if (type.equals("ByteLevel")) {
      return;
    }
    if (placesSpecialTokens) {
      throw broken("places special tokens more than once");
    }
    placesSpecialTokens = true;
    if (type.equals("TemplateProcessing")) {
      template(processor);
    } else {
      requireTokenAndId(processor.path("sep"));
      requireTokenAndId(processor.path("cls"));
    }
  }

  private void requireTokenAndId(JsonNode pair) {
    if (pair.size() != 2 || !pair.path(0).isTextual()) {
      throw broken("has no pair of a token and its id");
    }
    Vocabulary.requireId(pair.get(0).textValue(), pair.get(1), source);
  }

  private void template(JsonNode template) {
    JsonNode specialTokens = template.path("special_tokens");
    for (JsonNode special : specialTokens) {
      if (special.path("ids").size() != special.path("tokens").size()) {
        throw broken("has a special token with more ids than tokens or fewer");
      }
      for (JsonNode id : special.path("ids")) {
        Vocabulary.requireId(special.path("id").asText(), id, source);
      }
    }
    if (!texts(template.path("single"), specialTokens).equals(List.of("A"))) {
      throw broken("has a template for a single text that does not place it once");
    }
    List<String> pair = texts(template.path("pair"), specialTokens);
    if (pair.size() != 2 || !pair.containsAll(List.of("A", "B"))) {
      throw broken("has a template for two texts that does not place each once");
    }
  }

  /** The names of the texts in a template. */
  private List<String> texts(JsonNode pieces, JsonNode specialTokens) {
    List<String> texts = new ArrayList<>();
    for (JsonNode piece : pieces) {
      JsonNode content = piece.has("Sequence") ? piece.get("Sequence") : piece.path("SpecialToken");
      String id = content.path("id").asText();
      Vocabulary.requireId(id, content.path("type_id"), source);
      if (piece.has("Sequence")) {
        texts.add(id);
      } else if (!specialTokens.has(id)) {
        throw broken("has '" + Excerpt.of(id) + "' in a template but not among its special tokens");
      }
    }
    return texts;
  }

  private InvalidDataException broken(String what) {
    return new InvalidDataException(
        source + " does not define a tokenizer: its post_processor " + what);
  }
}
