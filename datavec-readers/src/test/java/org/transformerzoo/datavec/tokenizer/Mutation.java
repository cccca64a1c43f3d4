package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages files at random, but the same way for the same random numbers. */
final class Mutation {

  private static final List<String> SPLINTERS =
      List.of(
          "\n",
          " ",
          "\0",
          "\r",
          "\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          "null",
          "-1",
          "1e999",
          "4294967295",
          "##",
          "[UNK]",
          "<s>",
          "\\ud800",
          "é",
          "▁",
          "😀",
          "\u00FF",
          "[CLS]\n",
          "a b c\n");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "-1",
          "0",
          "1",
          "3",
          "0.5",
          "1e300",
          "2147483647",
          "2147483648",
          "4294967295",
          "18446744073709551616",
          "\"\"",
          "\" \"",
          "\"a\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\u0301\"",
          "\"[UNK]\"",
          "\"<0x41>\"",
          "[]",
          "{}",
          "[[]]",
          "[\"a\", 0]",
          "{\"type\": \"NFKD\"}",
          "{\"type\": \"Strip\"}",
          "{\"String\": \"\"}",
          "{\"Regex\": \"a*\"}",
          "{\"Regex\": \"(a|a)+$\"}",
          "\"(\"");

  private final RandomGenerator random;

  Mutation(RandomGenerator random) {
    this.random = random;
  }

  /** One to three damages to bytes. */
  byte[] damageBytes(byte[] file) {
    byte[] damaged = file;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      damaged = damageOnce(damaged);
    }
    return damaged;
  }

  private byte[] damageOnce(byte[] file) {
    int from = random.nextInt(file.length + 1);
    int to = Math.min(file.length, from + random.nextInt(1 + random.nextInt(40)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    switch (random.nextInt(6)) {
      case 0 -> out.write(file, to, file.length - to);
      case 1 -> {
        out.writeBytes(
            SPLINTERS.get(random.nextInt(SPLINTERS.size())).getBytes(StandardCharsets.UTF_8));
        out.write(file, to, file.length - to);
      }
      case 2 -> {
        out.write(file, from, to - from);
        out.write(file, from, file.length - from);
      }
      case 3 -> {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        out.writeBytes(noise);
        out.write(file, to, file.length - to);
      }
      case 4 -> {
        if (from < file.length) {
          out.write(file[from] ^ 1 << random.nextInt(8));
          out.write(file, from + 1, file.length - from - 1);
        }
      }
      default -> {
        // Cut off here.
      }
    }
    return out.toByteArray();
  }

  /** One or two replacements, removals or exchanges of values in a JSON file. */
  byte[] damageJson(byte[] file) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode root = mapper.readTree(file);
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        damageNode(mapper, root);
      }
      return mapper.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      return damageBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void damageNode(ObjectMapper mapper, JsonNode root) throws JsonProcessingException {
    JsonNode chosen = container(root);
    JsonNode value =
        random.nextInt(4) == 0
            ? container(root).deepCopy()
            : mapper.readTree(VALUES.get(random.nextInt(VALUES.size())));
    if (chosen instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name).deepCopy());
        default -> object.set(name, value);
      }
    } else if (chosen instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.remove(index);
        case 1 -> array.insert(index, array.get(random.nextInt(array.size())).deepCopy());
        default -> array.set(index, value);
      }
    }
  }

  /** An object or array somewhere inside, or the node itself; all parts are equally likely. */
  private JsonNode container(JsonNode node) {
    List<JsonNode> inside = new ArrayList<>();
    node.forEach(inside::add);
    inside.removeIf(child -> !child.isContainerNode());
    return inside.isEmpty() || random.nextInt(4) == 0
        ? node
        : container(inside.get(random.nextInt(inside.size())));
  }
}
