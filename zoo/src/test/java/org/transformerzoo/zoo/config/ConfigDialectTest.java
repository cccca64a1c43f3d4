package org.transformerzoo.zoo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.architecture.bert.BertConfig;

/** The configuration files of the authors' own code are read where there is no config.json. */
class ConfigDialectTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

  @TempDir Path folder;

  @Test
  void googlesBert() {
    ConfigFile config = ConfigFile.read(FIXTURES.resolve("bert-tf"));
    assertThat(Architectures.of(config).modelType()).isEqualTo("bert");
    assertThat(BertConfig.read(config))
        .isEqualTo(BertConfig.read(ConfigFile.read(FIXTURES.resolve("bert-mlm"))));
  }

  @Test
  void xlnetOfItsAuthors() {
    ConfigFile original = ConfigFile.read(FIXTURES.resolve("xlnet-tf"));
    ConfigFile transformers = ConfigFile.read(FIXTURES.resolve("xlnet-lm"));
    assertThat(original.optionalString("model_type", "")).isEqualTo("xlnet");
    for (String key : new String[] {"vocab_size", "n_layer", "n_head", "d_model", "d_inner"}) {
      assertThat(original.requiredInt(key, 1)).isEqualTo(transformers.requiredInt(key, 1));
    }
  }

  @Test
  void whatIsInTheTermsOfTransformersStays() throws IOException {
    Files.writeString(
        folder.resolve("xlnet_config.json"),
        "{\"model_type\":\"other\",\"n_token\":3,\"vocab_size\":4}");
    ConfigFile config = ConfigFile.read(folder);
    assertThat(config.optionalString("model_type", "")).isEqualTo("other");
    assertThat(config.requiredInt("vocab_size", 1)).isEqualTo(4);
  }

  @Test
  void configJsonIsPreferred() throws IOException {
    Files.writeString(folder.resolve("bert_config.json"), "{\"hidden_size\":1}");
    Files.writeString(folder.resolve("config.json"), "{\"hidden_size\":2}");
    ConfigFile config = ConfigFile.read(folder);
    assertThat(config.requiredInt("hidden_size", 1)).isEqualTo(2);
    assertThat(config.has("model_type")).isFalse();
  }

  @Test
  void noneAtAll() {
    assertThatThrownBy(() -> ConfigFile.read(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "The model folder "
                + folder
                + " has no config.json, which says what the model is, "
                + "expected one of config.json, bert_config.json, xlnet_config.json");
  }
}
