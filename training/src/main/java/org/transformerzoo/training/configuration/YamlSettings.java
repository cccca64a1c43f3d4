package org.transformerzoo.training.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings in YAML, as plain keys and values. */
public final class YamlSettings {

  private static final long LARGEST_FILE = 1 << 20;
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'");

  private YamlSettings() {}

  private static YAMLMapper mapper() {
    return YAMLMapper.builder()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .build();
  }

  /**
   * Reads a file as it stands, without asking what its keys mean.
   *
   * @throws InvalidSettingException that names the file, and the line if it is not YAML
   */
  public static Map<String, Object> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidSettingException(
          file + " does not exist or is not a file, expected settings in YAML");
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new InvalidSettingException(
            "%s has %d bytes, expected at most %d".formatted(file, Files.size(file), LARGEST_FILE));
      }
      String text = Files.readString(file);
      return text.isBlank() ? Map.of() : mapper().readValue(text, MAP);
    } catch (MismatchedInputException e) {
      throw new InvalidSettingException(
          file + " does not hold settings as \"key: value\" lines", e);
    } catch (JsonProcessingException e) {
      throw new InvalidSettingException(
          "%s line %d %s"
              .formatted(
                  file, e.getLocation().getLineNr(), fault(firstLine(e.getOriginalMessage()))),
          e);
    } catch (IOException e) {
      throw new InvalidSettingException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String fault(String message) {
    Matcher duplicate = DUPLICATE.matcher(message);
    return duplicate.matches()
        ? "has the key \"%s\" a second time, expected each once".formatted(duplicate.group(1))
        : "is not YAML: " + message;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /**
   * Settings as the text of a file that {@link #read} reads again.
   *
   * @throws UncheckedIOException if a value is of a kind that YAML does not have
   */
  public static String write(Map<String, Object> settings) {
    try {
      return mapper().writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Settings cannot be written as YAML", e);
    }
  }
}
