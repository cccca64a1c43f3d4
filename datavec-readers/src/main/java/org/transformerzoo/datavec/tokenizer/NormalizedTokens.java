package org.transformerzoo.datavec.tokenizer;

import static org.transformerzoo.datavec.tokenizer.NativeLibrary.LIBRARY;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Added tokens that are sought in normalised text must themselves be something after normalisation:
 * the native library would find nothing everywhere, even inside of characters, and end the process.
 */
final class NormalizedTokens {

  private NormalizedTokens() {}

  /**
   * Checks the added tokens of a definition whose other parts are checked.
   *
   * @param source the file behind it, for messages
   */
  static void check(JsonNode definition, Path source) {
    JsonNode normalizer = definition.get("normalizer");
    if (normalizer.isNull()) {
      return;
    }
    try (NativeTokenizer bytes = open(normalizer, source)) {
      for (JsonNode token : definition.get("added_tokens")) {
        String content = WellFormed.text(token.get("content").textValue());
        if (token.path("normalized").asBoolean() && normalizedLength(bytes, content) == 0) {
          throw new InvalidDataException(
              source
                  + " has the added token '"
                  + Excerpt.of(content)
                  + "', of which normalisation leaves nothing");
        }
      }
    }
  }

  private static NativeTokenizer open(JsonNode normalizer, Path source) {
    try {
      return new NativeTokenizer(ByteSpelling.definition(normalizer, null));
    } catch (RuntimeException e) {
      throw new InvalidDataException(
          source + " does not define a tokenizer: " + Excerpt.of(e.getMessage()), e);
    }
  }

  private static int normalizedLength(NativeTokenizer bytes, String content) {
    return bytes.with(handle -> Encodings.take(LIBRARY.encode(handle, content, false))).length();
  }
}
