package org.transformerzoo.inspect.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bodies of requests and answers. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /**
   * What the body of a request says.
   *
   * @param type a record with the names that may stand in it
   * @throws BadRequestResponse if it says something else
   */
  public static <T> T read(Context request, Class<T> type) {
    T value;
    try {
      value = MAPPER.readValue(request.body(), type);
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse(
          "The body of the request cannot be read as JSON: " + e.getOriginalMessage());
    }
    if (value == null) {
      throw new BadRequestResponse("The body of the request is null, expected an object");
    }
    return value;
  }

  /**
   * What the body of a request says, whatever it is.
   *
   * @param mostBytes a longer body is refused with 413, whatever the limit of other bodies
   * @throws BadRequestResponse if it is no JSON, or does not say how long it is
   * @throws ContentTooLargeResponse if it is longer
   * @throws UncheckedIOException if the connection breaks off
   */
  public static JsonNode readTree(Context request, long mostBytes) {
    if (request.contentLength() < 0) {
      throw new BadRequestResponse("The request does not say its Content-Length");
    }
    if (request.contentLength() > mostBytes) {
      throw new ContentTooLargeResponse();
    }
    try (InputStream body = request.bodyInputStream()) {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse(
          "The body of the request cannot be read as JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("The body of the request cannot be read", e);
    }
  }

  /**
   * Answers with {@code value}: a record, map, list or array.
   *
   * @throws IllegalStateException if {@code value} is of a kind that JSON does not have
   */
  public static void write(Context request, Object value) {
    try {
      request.contentType("application/json").result(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be written as JSON", e);
    }
  }
}
