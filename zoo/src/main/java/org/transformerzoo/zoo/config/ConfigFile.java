package org.transformerzoo.zoo.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * A model folder's {@code config.json} as it was read, with typed access whose errors name the file
 * and the key. Keys that this project does not know are kept, so that a saved model's file says all
 * that the original did.
 */
public final class ConfigFile {

  /** The name of the file in a model folder. */
  public static final String NAME = "config.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST_FILE = 16 << 20;

  private final String location;
  private final ObjectNode root;

  private ConfigFile(String location, ObjectNode root) {
    this.location = location;
    this.root = root;
  }

  /**
   * Reads the configuration of {@code folder}: {@code config.json}, or else the file of the
   * authors' own code, {@code bert_config.json} or {@code xlnet_config.json}, put in the terms of
   * transformers.
   *
   * @throws InvalidModelException if there is no such folder, or its configuration cannot be read
   */
  public static ConfigFile read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidModelException("There is no model folder " + folder);
    }
    ConfigDialect dialect =
        ConfigDialect.of(folder)
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "The model folder %s has no %s, which says what the model is, expected one of %s"
                            .formatted(folder, NAME, ConfigDialect.fileNames())));
    ConfigFile read = readFile(dialect.in(folder));
    return new ConfigFile(read.location, dialect.translate(read.root));
  }

  /**
   * Reads one file of settings as it is.
   *
   * @throws InvalidModelException if it cannot be read, is too large or no JSON object
   */
  public static ConfigFile readFile(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new InvalidModelException(
            file + " has " + Files.size(file) + " bytes, expected at most " + LARGEST_FILE);
      }
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new InvalidModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Parses the text of a configuration.
   *
   * @param location what errors call it, normally the file's path
   * @param text the JSON text
   * @throws InvalidModelException if it is no JSON object; the message names the place in it
   */
  public static ConfigFile parse(String location, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        return new ConfigFile(location, object);
      }
      throw new InvalidModelException(location + " is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          location + " is not valid JSON: " + e.getOriginalMessage() + lineOf(e), e);
    }
  }

  private static String lineOf(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }

  /** What errors call this configuration. */
  public String location() {
    return location;
  }

  /** Whether {@code key} is there and not null. */
  public boolean has(String key) {
    return root.hasNonNull(key);
  }

  /** Whether {@code key} is there and null, which for some keys means something. */
  public boolean isNull(String key) {
    return root.path(key).isNull();
  }

  /** Whether {@code key} is there and a string, for keys whose values have several types. */
  public boolean isText(String key) {
    return root.path(key).isTextual();
  }

  /**
   * A whole number that must be there, at least {@code minimum}.
   *
   * @throws InvalidModelException if it is not there, or something else
   */
  public int requiredInt(String key, int minimum) {
    if (!has(key)) {
      throw new InvalidModelException(
          location + " has no key \"" + key + "\", expected a whole number");
    }
    return atLeast(key, intValue(key), minimum);
  }

  /** A whole number, {@code fallback} if the key is absent. */
  public int optionalInt(String key, int fallback, int minimum) {
    return has(key) ? atLeast(key, intValue(key), minimum) : fallback;
  }

  /** A number in [minimum, maximum], {@code fallback} if the key is absent. */
  public double optionalDouble(String key, double fallback, double minimum, double maximum) {
    if (!has(key)) {
      return fallback;
    }
    JsonNode node = root.get(key);
    double value = node.asDouble();
    if (!node.isNumber() || !(value >= minimum && value <= maximum)) {
      throw wrong(key, "a number in [" + minimum + ", " + maximum + "]");
    }
    return value;
  }

  /** A string, {@code fallback} if the key is absent. */
  public String optionalString(String key, String fallback) {
    if (!has(key)) {
      return fallback;
    }
    if (!root.get(key).isTextual()) {
      throw wrong(key, "a string");
    }
    return root.get(key).textValue();
  }

  /** True or false, {@code fallback} if the key is absent. */
  public boolean optionalBoolean(String key, boolean fallback) {
    if (!has(key)) {
      return fallback;
    }
    if (!root.get(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return root.get(key).booleanValue();
  }

  /** {@code architectures}: the transformers class names, empty if absent. */
  public List<String> architectures() {
    List<String> names = new ArrayList<>();
    root.path("architectures").forEach(node -> names.add(node.asText()));
    return names;
  }

  /** {@code id2label} in the order of the ids, empty if absent; the ids must be 0, 1, 2 …. */
  public List<String> labels() {
    if (!has("id2label")) {
      return List.of();
    }
    Map<Integer, String> byId = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.get("id2label").properties()) {
      if (!entry.getKey().matches("\\d{1,9}")) {
        throw wrong("id2label", "an object with the keys \"0\", \"1\", \"2\" …");
      }
      byId.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
    }
    int expected = 0;
    for (int id : byId.keySet()) {
      if (id != expected++) {
        throw wrong("id2label", "an object with the keys \"0\", \"1\", \"2\" …");
      }
    }
    return List.copyOf(byId.values());
  }

  /** A copy in which {@code labels} are the names of the ids 0, 1, 2 …. */
  public ConfigFile withLabels(List<String> labels) {
    ObjectNode copy = root.deepCopy();
    ObjectNode idToLabel = copy.putObject("id2label");
    ObjectNode labelToId = copy.putObject("label2id");
    for (int id = 0; id < labels.size(); id++) {
      idToLabel.put(Integer.toString(id), labels.get(id));
      labelToId.put(labels.get(id), id);
    }
    return new ConfigFile(location, copy);
  }

  /** A copy in which {@code key} is the string {@code value}. */
  public ConfigFile with(String key, String value) {
    ObjectNode copy = root.deepCopy();
    copy.put(key, value);
    return new ConfigFile(location, copy);
  }

  /** A copy in which {@code key} is the whole number {@code value}. */
  public ConfigFile with(String key, int value) {
    ObjectNode copy = root.deepCopy();
    copy.put(key, value);
    return new ConfigFile(location, copy);
  }

  /** A copy in which {@code key} is the number {@code value}. */
  public ConfigFile with(String key, double value) {
    ObjectNode copy = root.deepCopy();
    copy.put(key, value);
    return new ConfigFile(location, copy);
  }

  /** A copy without {@code key}. */
  public ConfigFile without(String key) {
    ObjectNode copy = root.deepCopy();
    copy.remove(key);
    return new ConfigFile(location, copy);
  }

  /** A copy whose one transformers class is {@code name}. */
  public ConfigFile withArchitecture(String name) {
    ObjectNode copy = root.deepCopy();
    copy.putArray("architectures").add(name);
    return new ConfigFile(location, copy);
  }

  /** The JSON text, indented. */
  public String toJson() {
    return root.toPrettyString() + "\n";
  }

  /** An error about the value of {@code key}. */
  public InvalidModelException wrong(String key, String expected) {
    return new InvalidModelException(
        location + ": \"" + key + "\" is " + root.get(key) + ", expected " + expected);
  }

  private int intValue(String key) {
    JsonNode node = root.get(key);
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong(key, "a whole number");
    }
    return node.intValue();
  }

  private int atLeast(String key, int value, int minimum) {
    if (value < minimum) {
      throw wrong(key, "at least " + minimum);
    }
    return value;
  }
}
