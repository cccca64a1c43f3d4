package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.InvalidDataException;

/** Definitions on which the native library ends the process, most of them with harmless texts. */
class DefinitionCheckTest {

  private static final String WORDS =
      """
      {"version": "1.0", "added_tokens": [],
       "model": {"type": "WordLevel", "vocab": {"a": 0, "?": 1}, "unk_token": "?"}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normalizer | {\"type\": \"New\"} | its normalizer has the type 'New', expected one of Bert",
        "normalizer | {\"strip_left\": true} | its normalizer has the type ''",
        "normalizer | {\"type\": \"Precompiled\", \"precompiled_charsmap\": null} | broken map",
        "normalizer | {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"?\"} | not base64",
        "decoder | {\"type\": \"Strip\", \"content\": \" \", \"start\": 0, \"stop\": 1} | strips",
        "pre_tokenizer | {\"type\": \"FixedLength\", \"length\": 0} | has the type 'FixedLength'",
        "model | {\"type\": \"BPE\", \"continuing_subword_prefix\": \"##\", \"vocab\": {\"a\": 0},"
            + " \"merges\": [[\"a\", \"a\"]]} | does not begin with '##' on its right",
        "model | {\"type\": \"WordPiece\", \"unk_token\": \"a\", \"vocab\": {\"a\": 0},"
            + " \"max_input_chars_per_word\": 1000000} | max_input_chars_per_word is 1000000",
        "model | {\"type\": \"Unigram\", \"unk_id\": null, \"vocab\": [[\"a\", 0]]} | unk_id is null",
        "model | {\"vocab\": {\"a\": 0}, \"unk_token\": \"b\"} | unk_token is \"b\", expected a token",
        "model | {\"vocab\": {\"a\": 4294967295}, \"unk_token\": \"a\"} | gives 'a' the id 42949",
        "added_tokens | [{\"id\": 2, \"content\": \"\"}] | an added token without content",
        "added_tokens | [{\"id\": 7, \"content\": \"b\"}] | the added token 'b' the id 7, expected 2"
      })
  void areRefused(String part, String value, String sentence) {
    assertThatThrownBy(() -> check(part, value))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("tokenizer.json")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[T(A,0), S([X],0)] | [T(A,0), T(B,1)] | has '[X]' in a template",
        "[T(B,0)] | [T(A,0), T(B,1)] | a single text that does not place it once",
        "[T(A,0)] | [T(A,0), S([S],1)] | two texts that does not place each once",
        "[T(A,-1)] | [T(A,0), T(B,1)] | gives 'A' the id -1"
      })
  void templatesThatMissSomethingAreRefused(String single, String pair, String sentence) {
    String template =
        "{\"type\": \"TemplateProcessing\", \"single\": "
            + pieces(single)
            + ", \"pair\": "
            + pieces(pair)
            + ", \"special_tokens\": {\"[S]\": {\"id\": \"[S]\", \"ids\": [1], \"tokens\": [\"[S]\"]}}}";
    assertThatThrownBy(() -> check("post_processor", template))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(sentence);
    String twice =
        "{\"type\": \"Sequence\", \"processors\": [{\"type\": \"BertProcessing\", \"sep\": [\"a\", 0],"
            + " \"cls\": [\"a\", 0]}, "
            + template
            + "]}";
    assertThatThrownBy(() -> check("post_processor", twice))
        .hasMessageContaining("places special tokens more than once");
  }

  /** Writes T(text,segment) and S(special token,segment) out. */
  private static String pieces(String brief) {
    return brief
        .replaceAll("T\\(([^,]+),(-?\\d)\\)", "{\"Sequence\": {\"id\": \"$1\", \"type_id\": $2}}")
        .replaceAll(
            "S\\(([^,]+),(-?\\d)\\)", "{\"SpecialToken\": {\"id\": \"$1\", \"type_id\": $2}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {" {2,}", "\\s+", "[0-9]", "\\p{L}+", "a", "\\.+x"})
  void harmlessExpressionsAreLetThrough(String expression) throws JsonProcessingException {
    assertThat(check("normalizer", replace(expression))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a*", "(a+)+$", "a+b+", "a|b", "+", "[a", "\\1", "(?=a)", "^"})
  void otherExpressionsAreRefused(String expression) {
    assertThatThrownBy(() -> check("normalizer", replace(expression)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("tokenizer.json has the pattern");
  }

  private static String replace(String expression) {
    return "{\"type\": \"Replace\", \"content\": \" \", \"pattern\": {\"Regex\": \""
        + expression.replace("\\", "\\\\")
        + "\"}}";
  }

  @Test
  void addedTokensThatNormalisationRemovesAreRefused() throws JsonProcessingException {
    ObjectNode definition = (ObjectNode) new ObjectMapper().readTree(WORDS);
    definition.putObject("normalizer").put("type", "StripAccents");
    definition
        .putArray("added_tokens")
        .addObject()
        .put("id", 2)
        .put("content", "\u0301")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", true)
        .put("special", false);
    assertThatThrownBy(() -> DefinitionCheck.checked(definition, Path.of("tokenizer.json")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("of which normalisation leaves nothing");
  }

  @Test
  void modelsWithoutATypeAreKnownByTheirFields() throws JsonProcessingException {
    assertThat(check("model", "{\"vocab\": {\"a\": 0}, \"unk_token\": \"a\", \"merges\": []}"))
        .isEqualTo("BPE");
    assertThat(check("model", "{\"vocab\": [[\"a\", 0]], \"unk_id\": 0}")).isEqualTo("Unigram");
    assertThat(
            check(
                "model",
                "{\"vocab\": {\"a\": 0}, \"unk_token\": \"a\", \"max_input_chars_per_word\": 9}"))
        .isEqualTo("WordPiece");
    assertThat(check("model", "{\"vocab\": {\"a\": 0}, \"unk_token\": \"a\"}"))
        .isEqualTo("WordLevel");
  }

  /** The type of the model that goes through. */
  private static String check(String part, String value) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode definition = (ObjectNode) mapper.readTree(WORDS);
    definition.set(part, mapper.readTree(value));
    Path source = Path.of("tokenizer.json");
    Vocabulary.of(definition, source);
    JsonNode checked = DefinitionCheck.checked(definition, source);
    return checked.path("model").path("type").asText();
  }
}
