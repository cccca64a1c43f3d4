package org.transformerzoo.inspect.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The bodies of requests and answers. */
public final class Json {

  static final String TYPE = "application/json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(new SimpleModule().addSerializer(Double.class, new Finite()))
          .build();

  /** Writes numbers that JSON does not have as null. */
  private static final class Finite extends JsonSerializer<Double> {

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider providers)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

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
      throw refused(e);
    }
    if (value == null) {
      throw new BadRequestResponse("The body of the request is null, expected an object");
    }
    return value;
  }

  private static BadRequestResponse refused(JsonProcessingException e) {
    boolean field =
        e instanceof MismatchedInputException && !(e instanceof PropertyBindingException);
    List<Reference> path = field ? ((MismatchedInputException) e).getPath() : List.of();
    return new BadRequestResponse(
        path.isEmpty()
            ? "The body of the request cannot be read as JSON: " + e.getOriginalMessage()
            : "The field \"%s\" of the request is missing or of another kind"
                .formatted(path.get(0).getFieldName()));
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
      throw refused(e);
    } catch (IOException e) {
      throw new UncheckedIOException("The body of the request cannot be read", e);
    }
  }

  /**
   * Answers with {@code value}: a record, map, list or array; numbers that are not finite, such as
   * a correlation with a constant, are null.
   *
   * @throws IllegalStateException if {@code value} is of a kind that JSON does not have
   */
  public static void write(Context request, Object value) {
    request.contentType(TYPE).result(bytes(value));
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be written as JSON", e);
    }
  }
}
