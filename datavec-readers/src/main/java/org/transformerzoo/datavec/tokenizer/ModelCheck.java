package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.transformerzoo.datavec.InvalidDataException;

/** Finds in the model of a definition what would end the process or fail only on some texts. */
final class ModelCheck {

  /** The time for a word grows with its length cubed. */
  private static final int LONGEST_WORD = 1000;

  private final JsonNode model;
  private final Path source;

  private ModelCheck(JsonNode model, Path source) {
    this.model = model;
    this.source = source;
  }

  static void check(JsonNode model, Path source) {
    ModelCheck check = new ModelCheck(model, source);
    String type = model.path("type").asText();
    switch (type) {
      case "BPE" -> check.bytePair();
      case "WordPiece" -> {
        check.requireUnknownToken();
        check.wordLength();
      }
      case "Unigram" -> check.unigram();
      default -> check.requireUnknownToken();
    }
  }

  /** The type of a model that does not name it. */
  static String guessType(JsonNode model) {
    if (model.has("merges")) {
      return "BPE";
    }
    if (model.path("vocab").isArray()) {
      return "Unigram";
    }
    return model.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";
  }

  private void bytePair() {
    boolean hasUnknown =
        !model.path("unk_token").isMissingNode() && !model.path("unk_token").isNull();
    if (hasUnknown) {
      requireUnknownToken();
    }
    // The library cuts the prefix off by its length, without looking.
    String prefix = model.path("continuing_subword_prefix").asText("");
    for (JsonNode merge : model.path("merges")) {
      String right = merge.isArray() ? merge.path(1).asText() : afterSpace(merge.asText());
      if (!right.startsWith(prefix)) {
        throw broken(
            "the merge "
                + Excerpt.of(merge)
                + " does not begin with '"
                + Excerpt.of(prefix)
                + "' on its right");
      }
    }
  }

  private static String afterSpace(String merge) {
    return merge.substring(merge.indexOf(' ') + 1);
  }

  private void wordLength() {
    JsonNode longest = model.path("max_input_chars_per_word");
    if (!longest.isInt() || longest.intValue() < 1 || longest.intValue() > LONGEST_WORD) {
      throw broken(
          "max_input_chars_per_word is "
              + Excerpt.of(longest)
              + ", expected a whole number from 1 to "
              + LONGEST_WORD);
    }
  }

  private void requireUnknownToken() {
    JsonNode token = model.path("unk_token");
    if (!token.isTextual() || !model.path("vocab").has(token.textValue())) {
      throw broken("unk_token is " + Excerpt.of(token) + ", expected a token of the vocabulary");
    }
  }

  private void unigram() {
    JsonNode id = model.path("unk_id");
    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= model.path("vocab").size()) {
      throw broken(
          "unk_id is " + Excerpt.of(id) + ", expected the place of a piece of the vocabulary");
    }
  }

  private InvalidDataException broken(String what) {
    return new InvalidDataException(source + " does not define a tokenizer: " + what);
  }
}
