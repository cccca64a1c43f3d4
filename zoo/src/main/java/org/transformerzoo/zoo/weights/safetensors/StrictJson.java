package org.transformerzoo.zoo.weights.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;

/** JSON of which nothing is guessed: UTF-8, no key twice, nothing after the end. */
final class StrictJson {

  /** The most that the reference library accepts as a header, in bytes. */
  static final long LARGEST = 100_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * Parses a document.
   *
   * @param subject what it is, for messages
   * @throws InvalidModelException if it is not well-formed
   */
  static JsonNode parse(String subject, byte[] utf8) {
    try (InputStreamReader reader =
        new InputStreamReader(
            new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder())) {
      return MAPPER.readTree(reader);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException("%s is not valid JSON: %s".formatted(subject, reason(e)), e);
    } catch (IOException e) {
      throw new InvalidModelException(subject + " is not UTF-8 text", e);
    }
  }

  /** Jackson's message without its advice and without the document. */
  private static String reason(JsonProcessingException e) {
    String first = e.getOriginalMessage().lines().findFirst().orElse("it is damaged");
    String place =
        e.getLocation() == null ? "" : " at character " + e.getLocation().getCharOffset();
    return Excerpt.of(first) + place;
  }
}
