package org.transformerzoo.datavec.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.datavec.TestFolders;

/** Ids worked out by hand from a vocabulary of 21 pieces. */
class ExpectedIdsTest {

  private static Tokenizer uncased;
  private static Tokenizer cased;

  record Case(
      String text,
      String pair,
      Truncation truncation,
      int maxLength,
      List<Integer> ids,
      List<Integer> types) {}

  @BeforeAll
  static void load() {
    uncased = Tokenizer.load(TestFolders.resource("tokenizer/uncased"));
    cased = Tokenizer.load(TestFolders.resource("tokenizer/cased"));
  }

  @AfterAll
  static void close() {
    uncased.close();
    cased.close();
  }

  @ParameterizedTest
  @MethodSource("uncased")
  void lowerCasedAndStrippedOfAccentsByDefault(Case expected) {
    check(uncased, expected);
  }

  @ParameterizedTest
  @MethodSource("cased")
  void caseIsKeptIfTheConfigurationSaysSo(Case expected) {
    check(cased, expected);
  }

  private static void check(Tokenizer tokenizer, Case expected) {
    Encoding one =
        tokenizer.encode(
            expected.text(), expected.pair(), expected.truncation(), expected.maxLength());
    assertThat(list(one.inputIds())).isEqualTo(expected.ids());
    assertThat(list(one.tokenTypeIds())).isEqualTo(expected.types());

    TextPair input = new TextPair(expected.text(), expected.pair());
    List<Encoding> many =
        tokenizer.encodeAll(List.of(input, input), expected.truncation(), expected.maxLength());
    assertThat(many)
        .hasSize(2)
        .allSatisfy(e -> assertThat(list(e.inputIds())).isEqualTo(expected.ids()));
  }

  private static List<Integer> list(int[] values) {
    List<Integer> list = new ArrayList<>();
    for (int value : values) {
      list.add(value);
    }
    return list;
  }

  static Stream<Case> uncased() throws IOException {
    return cases("uncased");
  }

  static Stream<Case> cased() throws IOException {
    return cases("cased");
  }

  private static Stream<Case> cases(String name) throws IOException {
    JsonNode all =
        new ObjectMapper().readTree(TestFolders.resource("tokenizer/expected_ids.json").toFile());
    List<Case> cases = new ArrayList<>();
    for (JsonNode node : all.get(name)) {
      cases.add(
          new Case(
              node.get("text").textValue(),
              node.path("pair").textValue(),
              Truncation.named(node.path("truncation").asText("longest_first")),
              node.get("max_length").intValue(),
              integers(node.get("input_ids")),
              integers(node.get("token_type_ids"))));
    }
    return cases.stream();
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(value -> integers.add(value.intValue()));
    return integers;
  }
}
