package org.transformerzoo.inspect.lit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.TextPair;

/**
 * An example that LIT asks about.
 *
 * @param text what is read
 * @param target the label that gradients are for, if LIT says so
 * @param tokenEmbeddings what is read in place of the tokens' own vectors, [tokens][width], if LIT
 *     says so
 */
record LitInput(TextPair text, Optional<String> target, Optional<float[][]> tokenEmbeddings) {

  /**
   * Reads one.
   *
   * @param place which of the request it is, for messages
   * @param input {@code {"id": …, "data": {field: value}}}
   * @throws InvalidDataException if it lacks the text, or a field holds something else than it
   *     should
   */
  static LitInput of(int place, JsonNode input) {
    JsonNode data = input.path("data");
    if (!data.path(LitFields.TEXT).isTextual()) {
      throw new InvalidDataException(
          "The input %d has no text in data.%s".formatted(place, LitFields.TEXT));
    }
    String pair = data.path(LitFields.PAIR).asText("");
    JsonNode target = data.path(LitFields.GRADIENT_TARGET);
    JsonNode vectors = data.path(LitFields.TOKEN_EMBEDDINGS);
    return new LitInput(
        new TextPair(data.path(LitFields.TEXT).textValue(), pair.isEmpty() ? null : pair),
        target.isTextual() && !target.textValue().isEmpty()
            ? Optional.of(target.textValue())
            : Optional.empty(),
        vectors.isMissingNode() || vectors.isNull()
            ? Optional.empty()
            : Optional.of(matrix(place, vectors)));
  }

  /** A plain list of lists, or LIT's way of writing an array. */
  private static float[][] matrix(int place, JsonNode value) {
    JsonNode rows = value.has(LitArrays.VALUE) ? value.path(LitArrays.VALUE) : value;
    float[][] matrix = new float[rows.size()][];
    for (int row = 0; row < matrix.length; row++) {
      matrix[row] = new float[rows.path(row).size()];
      for (int column = 0; column < matrix[row].length; column++) {
        matrix[row][column] = number(place, rows.path(row).path(column));
      }
      if (matrix[row].length != matrix[0].length) {
        throw notAMatrix(place);
      }
    }
    if (matrix.length == 0 || matrix[0].length == 0) {
      throw notAMatrix(place);
    }
    return matrix;
  }

  private static float number(int place, JsonNode entry) {
    if (!entry.isNumber()) {
      throw notAMatrix(place);
    }
    return entry.floatValue();
  }

  private static InvalidDataException notAMatrix(int place) {
    return new InvalidDataException(
        "data.%s of the input %d is no matrix of numbers"
            .formatted(LitFields.TOKEN_EMBEDDINGS, place));
  }
}
