package org.transformerzoo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.zoo.verification.ModelVerifier.Comparison;
import org.transformerzoo.zoo.verification.ModelVerifier.Report;

/**
 * Compares a tokenizer with recorded ids: a JSON object of entries, each a list of {@code {text,
 * pair, max_length, truncation, input_ids, token_type_ids}}. An entry's name may end in a switch of
 * {@code tokenizer_config.json} in parentheses, such as {@code (do_lower_case=false)}.
 *
 * @param model the folder with the tokenizer's files
 * @param expected the JSON file
 * @param entry the entry's name; may be null where the file has only one
 */
record TokenSuite(Path model, Path expected, String entry) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SWITCH = Pattern.compile("\\((\\w+)=(\\w+)\\)\\s*$");
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  Report verify() {
    try {
      JsonNode entries = JSON.readTree(Files.readAllBytes(expected));
      String name = entryName(entries);
      Matcher matcher = SWITCH.matcher(name);
      if (!matcher.find()) {
        return verify(name, entries.get(name), model);
      }
      Path switched = withSwitch(matcher.group(1), matcher.group(2));
      try {
        return verify(name, entries.get(name), switched);
      } finally {
        delete(switched);
      }
    } catch (IOException e) {
      throw new InvalidDataException(expected + " cannot be read: " + e.getMessage());
    }
  }

  private Report verify(String name, JsonNode rows, Path folder) {
    List<Comparison> comparisons = new ArrayList<>();
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      for (int i = 0; i < rows.size(); i++) {
        comparisons.add(compare(tokenizer, name + "/" + i, rows.get(i)));
      }
    }
    return new Report(comparisons, List.of());
  }

  /** The error is the number of positions that differ. */
  private static Comparison compare(Tokenizer tokenizer, String key, JsonNode row) {
    String pair = row.hasNonNull("pair") ? row.get("pair").asText() : null;
    Truncation truncation =
        Truncation.named(row.path("truncation").asText(Truncation.LONGEST_FIRST.publicName()));
    Encoding encoding =
        tokenizer.encode(
            row.path("text").asText(), pair, truncation, row.path("max_length").asInt());
    int wrong =
        differences(encoding.inputIds(), row.path("input_ids"))
            + differences(encoding.tokenTypeIds(), row.path("token_type_ids"));
    return new Comparison(key, wrong, 0);
  }

  private static int differences(int[] actual, JsonNode expected) {
    int common = Math.min(actual.length, expected.size());
    int differing =
        (int) IntStream.range(0, common).filter(i -> actual[i] != expected.get(i).asInt()).count();
    return differing + Math.abs(actual.length - expected.size());
  }

  private String entryName(JsonNode entries) {
    List<String> names = new ArrayList<>();
    entries.fieldNames().forEachRemaining(names::add);
    if (entry == null && names.size() == 1) {
      return names.get(0);
    }
    if (entry == null || !names.contains(entry)) {
      throw new InvalidDataException(
          "%s: found no entry %s, expected --entry to be one of %s"
              .formatted(expected, entry, String.join(", ", names)));
    }
    return entry;
  }

  private Path withSwitch(String key, String value) throws IOException {
    Path copy = Files.createTempDirectory("tzoo-tokens");
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path config = copy.resolve(TOKENIZER_CONFIG);
    ObjectNode settings =
        Files.exists(config)
            ? (ObjectNode) JSON.readTree(Files.readAllBytes(config))
            : JSON.createObjectNode();
    settings.set(key, JSON.readTree(value));
    Files.write(config, JSON.writeValueAsBytes(settings));
    return copy;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
