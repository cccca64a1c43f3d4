package org.transformerzoo.zoo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.architecture.bert.BertConfig;

class BertConfigTest {

  private static final String MINIMAL =
      """
      {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 2,
       "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 30}
      """;

  @Test
  void takesTheDefaultsOfTransformers() {
    BertConfig config = BertConfig.read(ConfigFile.parse("config.json", MINIMAL));

    assertThat(config.activation()).isEqualTo(Activation.GELU);
    assertThat(config.maximumLength()).isEqualTo(512);
    assertThat(config.tokenTypes()).isEqualTo(2);
    assertThat(config.layerNormEpsilon()).isEqualTo(1e-12);
    assertThat(config.hiddenDropout()).isEqualTo(0.1);
    assertThat(config.headDropout()).isEqualTo(0.1);
  }

  @Test
  void theHeadsDropoutIsTheHiddenOneUnlessGiven() {
    ConfigFile file = ConfigFile.parse("config.json", MINIMAL);
    assertThat(BertConfig.read(file.with("hidden_dropout_prob", 0.3)).headDropout()).isEqualTo(0.3);
    assertThat(BertConfig.read(file.with("classifier_dropout", 0.5)).headDropout()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden_size | 0 | at least 1",
        "hidden_size | \"eight\" | a whole number",
        "hidden_size | 7 | a multiple of \"num_attention_heads\"",
        "vocab_size | null | no key \"vocab_size\"",
        "hidden_act | \"geluu\" | one of gelu",
        "hidden_dropout_prob | 1.5 | a number in [0",
        "position_embedding_type | \"relative_key\" | \"absolute\"",
        "is_decoder | true | false"
      })
  void saysWhichKeyIsWrongAndWhatIsExpected(String key, String value, String expected) {
    String text = MINIMAL.strip().replaceFirst("\\{", "{\"" + key + "\": " + value + ", ");
    String withoutOriginal = dropSecond(text, key);
    assertThatThrownBy(() -> BertConfig.read(ConfigFile.parse("m/config.json", withoutOriginal)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("m/config.json")
        .hasMessageContaining(key)
        .hasMessageContaining(expected);
  }

  @Test
  void listsTheKnownArchitectures() {
    assertThatThrownBy(() -> Architectures.of(ConfigFile.parse("c", "{\"model_type\": \"gpt2\"}")))
        .hasMessage("c: \"model_type\" is \"gpt2\", expected one of bert, roberta, bart, xlnet");
  }

  @Test
  void namesTheFileThatIsNotThereOrNotJson() {
    assertThatThrownBy(() -> ConfigFile.read(Path.of("no/such/folder")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("no/such/folder");
    assertThatThrownBy(() -> ConfigFile.parse("c", "{\"a\": "))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("c is not valid JSON")
        .hasMessageContaining("line 1");
  }

  /** Jackson keeps the last of two equal keys; remove the original so that the new one counts. */
  private static String dropSecond(String text, String key) {
    int first = text.indexOf("\"" + key + "\"");
    int second = text.indexOf("\"" + key + "\"", first + 1);
    if (second < 0) {
      return text;
    }
    int end = text.indexOf(',', second);
    String rest = end < 0 ? "}" : text.substring(end + 1);
    String head = text.substring(0, second);
    return end < 0 ? head.stripTrailing().replaceFirst(",$", "") + rest : head + rest;
  }
}
