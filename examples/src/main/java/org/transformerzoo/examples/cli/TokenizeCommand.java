package org.transformerzoo.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tzoo tokenize}: JSON lines of text in, JSON lines of ids out. */
@Command(
    name = "tokenize",
    description = {
      "Reads JSON lines {text, pair, max_length, truncation} from standard input and writes",
      "JSON lines {input_ids, token_type_ids}, one for each."
    })
final class TokenizeCommand extends Verb {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  @Mixin private ModelOption model;

  TokenizeCommand(Results results) {
    super(results);
  }

  @Override
  public Integer call() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.load(model.folder());
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          print(encode(tokenizer, line, number));
        }
      }
    }
    return 0;
  }

  private static Map<String, Object> encode(Tokenizer tokenizer, String line, int number) {
    JsonNode request = parse(line, number);
    JsonNode text = request.path("text");
    if (!text.isTextual()) {
      throw new InvalidDataException(
          "Standard input, line " + number + ": found no string \"text\", expected one");
    }
    String pair = request.hasNonNull("pair") ? request.get("pair").asText() : null;
    int maxLength = request.path("max_length").asInt(NO_LIMIT);
    Truncation truncation =
        Truncation.named(request.path("truncation").asText(Truncation.LONGEST_FIRST.publicName()));
    Encoding encoding =
        tokenizer.encode(
            text.textValue(),
            pair,
            maxLength == NO_LIMIT ? Truncation.DO_NOT_TRUNCATE : truncation,
            maxLength);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("input_ids", encoding.inputIds());
    answer.put("token_type_ids", encoding.tokenTypeIds());
    return answer;
  }

  private static JsonNode parse(String line, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidDataException(
          "Standard input, line %d: found no JSON (%s), expected an object"
              .formatted(number, e.getOriginalMessage()));
    }
  }
}
