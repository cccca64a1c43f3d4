package org.transformerzoo.zoo.weights.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorDescription;

/**
 * The JSON header of a safetensors file, checked: every tensor lies within the file, has as many
 * bytes as its shape and type need, and the tensors cover the data without overlap or hole, as the
 * format demands.
 *
 * @param tensors by name, in the order of the header
 */
record SafetensorsHeader(Map<String, Entry> tensors) {

  /** The key that is no tensor: a map of strings for people and tools. */
  static final String METADATA = "__metadata__";

  /**
   * A tensor's place.
   *
   * @param description name, type and shape
   * @param begin first byte, counted from the end of the header
   * @param end the byte after the last
   */
  record Entry(TensorDescription description, long begin, long end) {}

  SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a header.
   *
   * @param file the file's name for messages
   * @param json the header
   * @param dataLength the number of bytes that follow the header
   * @throws InvalidModelException if anything about it is wrong
   */
  static SafetensorsHeader parse(String file, JsonNode json, long dataLength) {
    if (!json.isObject()) {
      throw new InvalidModelException(file + ": the header is not a JSON object");
    }
    Map<String, Entry> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String name = field.getKey();
      if (!name.equals(METADATA)) {
        String subject = "%s: tensor %s".formatted(file, Excerpt.of(name));
        tensors.put(name, entry(subject, name, field.getValue(), dataLength));
      }
    }
    checkCoverage(file, tensors, dataLength);
    return new SafetensorsHeader(tensors);
  }

  private static Entry entry(String subject, String name, JsonNode json, long dataLength) {
    StoredType type = type(subject, json.path("dtype"));
    List<Long> shape = longs(subject, "shape", json.path("shape"));
    List<Long> offsets = longs(subject, "data_offsets", json.path("data_offsets"));
    TensorDescription description = TensorDescription.inFile(subject, name, type, shape);
    if (offsets.size() != 2) {
      throw new InvalidModelException(
          "%s has %d data_offsets, expected 2".formatted(subject, offsets.size()));
    }
    Entry entry = new Entry(description, offsets.get(0), offsets.get(1));
    checkRange(subject, entry, dataLength);
    return entry;
  }

  private static StoredType type(String subject, JsonNode json) {
    for (StoredType type : StoredType.values()) {
      if (type.name().equals(json.textValue())) {
        return type;
      }
    }
    throw new InvalidModelException(
        "%s has the dtype %s, expected one of %s"
            .formatted(subject, shown(json), List.of(StoredType.values())));
  }

  private static List<Long> longs(String subject, String key, JsonNode json) {
    if (!json.isArray()) {
      throw new InvalidModelException(
          "%s has the %s %s, expected a list of integers".formatted(subject, key, shown(json)));
    }
    List<Long> values = new ArrayList<>();
    for (JsonNode element : json) {
      if (!element.isIntegralNumber() || !element.canConvertToLong()) {
        throw new InvalidModelException(
            "%s has %s in its %s, expected a 64-bit integer"
                .formatted(subject, shown(element), key));
      }
      values.add(element.longValue());
    }
    return values;
  }

  private static void checkRange(String subject, Entry entry, long dataLength) {
    if (entry.begin < 0 || entry.begin > entry.end) {
      throw new InvalidModelException(
          "%s has the impossible data_offsets [%d, %d]".formatted(subject, entry.begin, entry.end));
    }
    if (entry.end > dataLength) {
      throw new InvalidModelException(
          ("%s ends at byte %d of the data, but the file holds only %d: "
                  + "it is truncated, or its header is damaged")
              .formatted(subject, entry.end, dataLength));
    }
    long found = entry.end - entry.begin;
    TensorDescription tensor = entry.description;
    if (found != tensor.byteLength()) {
      throw new InvalidModelException(
          "%s takes %d bytes, but %s of shape %s needs %d"
              .formatted(subject, found, tensor.type(), tensor.shape(), tensor.byteLength()));
    }
  }

  private static void checkCoverage(String file, Map<String, Entry> tensors, long dataLength) {
    List<Entry> sorted = new ArrayList<>(tensors.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    String previous = "the header";
    for (Entry entry : sorted) {
      String name = entry.description.name();
      if (entry.begin < covered) {
        throw new InvalidModelException(
            "%s: the tensors %s and %s overlap, one ends at byte %d and the other begins at %d"
                .formatted(file, Excerpt.of(previous), Excerpt.of(name), covered, entry.begin));
      }
      checkNoHole(file, covered, entry.begin);
      covered = entry.end;
      previous = name;
    }
    checkNoHole(file, covered, dataLength);
  }

  private static void checkNoHole(String file, long covered, long next) {
    if (next > covered) {
      throw new InvalidModelException(
          "%s: the bytes %d to %d of the data belong to no tensor".formatted(file, covered, next));
    }
  }

  private static String shown(JsonNode json) {
    return json.isMissingNode() ? "nothing" : Excerpt.of(json.toString());
  }
}
