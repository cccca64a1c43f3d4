package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How a tokenizer's sequences are padded.
 *
 * @param side where padding goes
 * @param tokenTypeId the segment of padding
 */
record PaddingStyle(PaddingSide side, int tokenTypeId) {

  /** On the right, in the first segment: every architecture but XLNet. */
  static final PaddingStyle USUAL = new PaddingStyle(PaddingSide.RIGHT, 0);

  /** On the left, in a segment of its own. */
  static final PaddingStyle XLNET = new PaddingStyle(PaddingSide.LEFT, 3);

  /**
   * The style of a definition: what tokenizer_config.json says, else what its {@code padding} says,
   * else what is usual.
   */
  static PaddingStyle of(JsonNode definition, JsonNode config) {
    JsonNode padding = definition.path("padding");
    PaddingStyle usual = isXlnet(definition, config) ? XLNET : USUAL;
    PaddingSide side =
        side(config.path("padding_side"))
            .or(() -> side(padding.path("direction")))
            .orElse(usual.side());
    int tokenTypeId = padding.path("pad_type_id").asInt(usual.tokenTypeId());
    return new PaddingStyle(side, config.path("pad_token_type_id").asInt(tokenTypeId));
  }

  private static Optional<PaddingSide> side(JsonNode name) {
    for (PaddingSide side : PaddingSide.values()) {
      if (side.name().equalsIgnoreCase(name.asText())) {
        return Optional.of(side);
      }
    }
    return Optional.empty();
  }

  /** XLNet's tokenizer.json does not speak of padding, but is known by a third segment. */
  private static boolean isXlnet(JsonNode definition, JsonNode config) {
    JsonNode template = definition.path("post_processor").path("single");
    JsonNode last = template.path(template.size() - 1);
    return config.path("tokenizer_class").asText().startsWith("XLNet")
        || last.path("SpecialToken").path("type_id").asInt(0) == 2;
  }

  /** The {@code padding} of a definition. */
  ObjectNode json(SpecialToken padding) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("strategy", "BatchLongest")
        .put("direction", side == PaddingSide.LEFT ? "Left" : "Right")
        .putNull("pad_to_multiple_of")
        .put("pad_id", padding.id())
        .put("pad_type_id", tokenTypeId)
        .put("pad_token", padding.text());
  }
}
