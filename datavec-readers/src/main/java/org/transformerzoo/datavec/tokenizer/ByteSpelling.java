package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A definition with a model that knows no character and therefore spells every word in UTF-8 bytes,
 * one token each, id = byte. So the native library tells how it normalises and splits text.
 */
final class ByteSpelling {

  private static final int BYTES = 256;

  private ByteSpelling() {}

  /** The text of the definition; both parts may be null. */
  static String definition(JsonNode normalizer, JsonNode preTokenizer) {
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    definition.set("normalizer", normalizer);
    definition.set("pre_tokenizer", preTokenizer);
    ObjectNode model = definition.putObject("model").put("type", "BPE").put("byte_fallback", true);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int value = 0; value < BYTES; value++) {
      vocabulary.put(String.format(Locale.ROOT, "<0x%02X>", value), value);
    }
    model.putArray("merges");
    return WellFormed.text(definition.toString());
  }
}
