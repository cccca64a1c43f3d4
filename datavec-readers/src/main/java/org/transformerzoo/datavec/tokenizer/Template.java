package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Where special tokens go around a text and between two texts, and which segments there are. */
final class Template {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<ObjectNode> pieces = new ArrayList<>();
  private final ObjectNode specialTokens = JSON.objectNode();

  /** Appends a special token in a segment. */
  Template special(SpecialToken token, int segment) {
    ObjectNode piece = JSON.objectNode();
    piece.putObject("SpecialToken").put("id", token.text()).put("type_id", segment);
    pieces.add(piece);
    ObjectNode entry = specialTokens.putObject(token.text()).put("id", token.text());
    entry.putArray("ids").add(token.id());
    entry.putArray("tokens").add(token.text());
    return this;
  }

  /** Appends the first text, in segment 0. */
  Template first() {
    return text("A", 0);
  }

  /** Appends the second text, in segment 1. */
  Template second() {
    return text("B", 1);
  }

  private Template text(String name, int segment) {
    ObjectNode piece = JSON.objectNode();
    piece.putObject("Sequence").put("id", name).put("type_id", segment);
    pieces.add(piece);
    return this;
  }

  /** The {@code post_processor} of a definition, of a template for a text and one for two. */
  static ObjectNode postProcessor(Template single, Template pair) {
    ObjectNode processor = JSON.objectNode().put("type", "TemplateProcessing");
    processor.set("single", single.array());
    processor.set("pair", pair.array());
    ObjectNode tokens = processor.putObject("special_tokens");
    tokens.setAll(single.specialTokens);
    tokens.setAll(pair.specialTokens);
    return processor;
  }

  private ArrayNode array() {
    return JSON.arrayNode().addAll(pieces);
  }
}
