package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Stands between definitions and the native library, which ends the process on some mistakes
 * instead of reporting them. Only known components go through, with only their known fields, and
 * those of them that could do harm are looked at closely. Mistakes that the library does report are
 * left to it.
 */
final class DefinitionCheck {

  private static final List<String> ADDED_TOKEN_FIELDS =
      List.of("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
  private static final int DEEPEST = 8;

  private final Path source;
  private final ProcessorCheck processors;

  private DefinitionCheck(Path source) {
    this.source = source;
    this.processors = new ProcessorCheck(source);
  }

  /**
   * A definition for the library.
   *
   * @param source the file behind it, for messages
   * @throws InvalidDataException if there is something in it that is unknown or could do harm
   */
  static ObjectNode checked(JsonNode definition, Path source) {
    DefinitionCheck check = new DefinitionCheck(source);
    ObjectNode checked = JsonNodeFactory.instance.objectNode();
    checked.set("version", definition.path("version"));
    checked.set("added_tokens", check.addedTokens(definition.path("added_tokens")));
    for (DefinitionPart part : DefinitionPart.ALL) {
      checked.set(part.key(), check.component(part, definition.path(part.key()), 0));
    }
    ModelCheck.check(checked.get("model"), source);
    AddedTokenIds.check(checked, source);
    NormalizedTokens.check(checked, source);
    return checked;
  }

  private ArrayNode addedTokens(JsonNode tokens) {
    ArrayNode checked = JsonNodeFactory.instance.arrayNode();
    for (JsonNode token : tokens) {
      if (!token.path("content").isTextual() || token.path("content").textValue().isEmpty()) {
        throw new InvalidDataException(source + " has an added token without content");
      }
      checked.add(only(ADDED_TOKEN_FIELDS, token));
    }
    return checked;
  }

  private JsonNode component(DefinitionPart part, JsonNode component, int depth) {
    boolean optional = !part.equals(DefinitionPart.MODEL);
    if (optional && (component.isMissingNode() || component.isNull())) {
      return NullNode.getInstance();
    }
    String type = type(part, component);
    List<String> fields = part.fieldsByType().get(type);
    if (fields == null || depth > DEEPEST) {
      throw unknown(part, type);
    }
    ObjectNode checked = only(fields, component).put("type", type);
    if (type.equals(DefinitionPart.SEQUENCE)) {
      ArrayNode members = checked.putArray(part.membersKey());
      component.path(part.membersKey()).forEach(m -> members.add(component(part, m, depth + 1)));
    } else {
      checkFields(part, type, checked);
    }
    return checked;
  }

  private static String type(DefinitionPart part, JsonNode component) {
    JsonNode type = component.path("type");
    // Definitions of some years ago do not name the type of their model.
    return part.equals(DefinitionPart.MODEL) && type.isMissingNode()
        ? ModelCheck.guessType(component)
        : type.asText();
  }

  private void checkFields(DefinitionPart part, String type, ObjectNode component) {
    switch (type) {
      case "Replace", "Split" -> PatternCheck.check(component.path("pattern"), source);
      case "Precompiled" -> checkCharacterMap(component.path("precompiled_charsmap"));
      case "Strip" -> checkStrip(part, component);
      default -> {
        if (part.equals(DefinitionPart.POST_PROCESSOR)) {
          processors.check(type, component);
        }
      }
    }
  }

  private void checkCharacterMap(JsonNode map) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(map.asText());
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(source + " has a map of characters that is not base64", e);
    }
    CharacterMap.check(bytes, source);
  }

  /** The library steps before the beginning of a piece that is shorter than what it strips. */
  private void checkStrip(DefinitionPart part, ObjectNode strip) {
    if (part.equals(DefinitionPart.DECODER) && strip.path("stop").asInt(1) != 0) {
      throw new InvalidDataException(
          source + " has a decoder that strips the end of pieces, which is not supported");
    }
  }

  private static ObjectNode only(List<String> fields, JsonNode component) {
    ObjectNode only = JsonNodeFactory.instance.objectNode();
    for (String field : fields) {
      if (component.has(field)) {
        only.set(field, component.get(field));
      }
    }
    return only;
  }

  private InvalidDataException unknown(DefinitionPart part, String type) {
    return new InvalidDataException(
        source
            + " does not define a tokenizer: its "
            + part.key()
            + " has the type '"
            + Excerpt.of(type)
            + "', expected one of "
            + String.join(", ", new TreeSet<>(part.fieldsByType().keySet())));
  }
}
