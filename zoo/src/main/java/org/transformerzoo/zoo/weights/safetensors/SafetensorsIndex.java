package org.transformerzoo.zoo.weights.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.MappedFile;

/**
 * The index of a checkpoint in several files.
 *
 * @param path the index file
 * @param shards for the name of each tensor, the file that holds it
 */
public record SafetensorsIndex(Path path, Map<String, Path> shards) {

  /** Keeps the order of the tensors. */
  public SafetensorsIndex {
    shards = Collections.unmodifiableMap(new LinkedHashMap<>(shards));
  }

  /**
   * Reads an index.
   *
   * @throws InvalidModelException if it is damaged, or names a file outside its own folder
   */
  public static SafetensorsIndex read(Path path) {
    JsonNode map = StrictJson.parse(path.toString(), content(path)).path("weight_map");
    if (!map.isObject()) {
      throw new InvalidModelException(path + ": the key weight_map is missing or no JSON object");
    }
    Map<String, Path> shards = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : map.properties()) {
      shards.put(field.getKey(), shard(path, field.getKey(), field.getValue()));
    }
    return new SafetensorsIndex(path, shards);
  }

  private static byte[] content(Path path) {
    try (MappedFile file = MappedFile.open(path)) {
      if (file.size() > StrictJson.LARGEST) {
        throw new InvalidModelException(
            "%s has %d bytes, expected at most %d"
                .formatted(path, file.size(), StrictJson.LARGEST));
      }
      return file.bytes(0, Math.toIntExact(file.size()));
    }
  }

  /** Only plain file names are followed, so that an index cannot reach out of its folder. */
  private static Path shard(Path index, String tensor, JsonNode json) {
    String name = json.isTextual() ? json.textValue() : json.toString();
    if (!json.isTextual() || !isPlainFileName(name)) {
      throw new InvalidModelException(
          "%s: tensor %s is said to be in %s, expected a safetensors file beside it"
              .formatted(index, Excerpt.of(tensor), Excerpt.of(name)));
    }
    return index.resolveSibling(name);
  }

  private static boolean isPlainFileName(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.matches("(?s).*[/\\\\:].*")) {
      return false;
    }
    try {
      return Path.of(name).getNameCount() == 1;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
