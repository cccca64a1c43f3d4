package org.transformerzoo.datavec.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One JSON object a line; its fields are the columns, in the order of the line. */
final class JsonLinesParser implements RowParser {

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Override
  public Row next(LineSource lines) throws IOException, MalformedLineException {
    LineSource.Line line = RowParser.nextFilled(lines);
    if (line == null) {
      return null;
    }
    JsonNode object = parse(line);
    List<String> names = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      names.add(field.getKey());
      cells.add(cell(field.getValue()));
    }
    return new Row(line.number(), names, cells);
  }

  private JsonNode parse(LineSource.Line line) throws MalformedLineException {
    String text = line.soundText();
    JsonNode value;
    try {
      value = mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedLineException(
          "is not valid JSON (" + firstLine(e.getOriginalMessage()) + "), expected a JSON object",
          line.number());
    }
    if (!value.isObject()) {
      throw new MalformedLineException(
          "is a JSON " + value.getNodeType() + ", expected an object", line.number());
    }
    return value;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static Cell cell(JsonNode value) {
    if (value.isNull()) {
      return Cell.missing();
    }
    if (!value.isArray()) {
      return Cell.text(text(value));
    }
    List<String> elements = new ArrayList<>();
    value.forEach(element -> elements.add(text(element)));
    return Cell.list(elements);
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
