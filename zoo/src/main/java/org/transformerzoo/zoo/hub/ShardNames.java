package org.transformerzoo.zoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.InvalidModelException;

/** The files that a safetensors index names. */
final class ShardNames {

  /**
   * The index is a stranger's text and its names become files here, so only plain ones are taken.
   */
  private static final Pattern PLAIN = Pattern.compile("\\w[\\w.-]{0,200}\\.safetensors");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_SHOWN = 120;

  private ShardNames() {}

  /**
   * The names in {@code index}, in order.
   *
   * @throws InvalidModelException if it is no index, or names something else than a safetensors
   *     file beside it
   */
  static Set<String> in(Path index) throws IOException {
    JsonNode map = parse(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new InvalidModelException(index + " names no files, expected a weight_map");
    }
    Set<String> names = new TreeSet<>();
    for (JsonNode value : map) {
      String name = value.asText();
      if (!PLAIN.matcher(name).matches()) {
        throw new InvalidModelException(
            "%s names the file \"%s\", expected a safetensors file beside it"
                .formatted(index, shown(name)));
      }
      names.add(name);
    }
    return names;
  }

  private static JsonNode parse(Path index) throws IOException {
    try {
      return JSON.readTree(index.toFile());
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(index + " is not valid JSON", e);
    }
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }
}
