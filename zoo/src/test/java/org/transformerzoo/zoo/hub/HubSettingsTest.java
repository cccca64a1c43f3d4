package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment says. */
class HubSettingsTest {

  @Test
  void withoutAWordItIsThePublicHubAndDeeplearning4jsFolder() {
    HubSettings settings = HubSettings.from(Map.of(), properties());

    assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(settings.token()).isEmpty();
    assertThat(settings.offline()).isFalse();
    assertThat(settings.cacheDirectory())
        .isEqualTo(Path.of("/home/someone/.deeplearning4j/models"));
  }

  @Test
  void deeplearning4jsPropertyMovesTheCache() {
    assertThat(
            HubSettings.from(
                    Map.of(), properties("org.deeplearning4j.resources.directory", "/data/dl4j"))
                .cacheDirectory())
        .isEqualTo(Path.of("/data/dl4j/models"));
  }

  @Test
  void aPropertyWinsOverOurVariableAndThatOverTheHubs() {
    Map<String, String> both =
        Map.of(
            "HF_ENDPOINT", "https://hf.example", "TRANSFORMER_ZOO_ENDPOINT", "https://zoo.example");

    assertThat(HubSettings.from(Map.of("HF_ENDPOINT", "https://hf.example"), properties()))
        .extracting(HubSettings::endpoint)
        .isEqualTo(URI.create("https://hf.example"));
    assertThat(HubSettings.from(both, properties()).endpoint())
        .isEqualTo(URI.create("https://zoo.example"));
    assertThat(
            HubSettings.from(
                    both, properties("org.transformerzoo.hub.endpoint", "https://property.example"))
                .endpoint())
        .isEqualTo(URI.create("https://property.example"));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "true,true", "YES,true", "on,true", "0,false", "false,false", "'',false"})
  void offlineModeHasManyNames(String value, boolean expected) {
    assertThat(HubSettings.from(Map.of("HF_HUB_OFFLINE", value), properties()).offline())
        .isEqualTo(expected);
    assertThat(HubSettings.from(Map.of("TRANSFORMER_ZOO_OFFLINE", value), properties()).offline())
        .isEqualTo(expected);
    assertThat(
            HubSettings.from(Map.of(), properties("org.transformerzoo.hub.offline", value))
                .offline())
        .isEqualTo(expected);
  }

  @Test
  void theTokenComesFromTheEnvironmentWithoutWhiteSpace() {
    assertThat(
            HubSettings.from(Map.of("HF_TOKEN", " hf_secret\n"), properties())
                .token()
                .orElseThrow()
                .authorization())
        .isEqualTo("Bearer hf_secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "huggingface.co",
        "file:///models",
        "https://user:pass@hub.example",
        "https://hub.example?token=pass",
        "https://hub example pass",
        "https:///pass"
      })
  void anEndpointThatIsNoPlainWebAddressIsRefusedWithoutShowingIt(String endpoint) {
    assertThatThrownBy(() -> HubSettings.from(Map.of("HF_ENDPOINT", endpoint), properties()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one like https://huggingface.co")
        .hasMessageNotContaining("pass")
        .hasNoCause();
  }

  private static Properties properties(String... more) {
    Properties properties = new Properties();
    properties.setProperty("user.home", "/home/someone");
    for (int index = 0; index < more.length; index += 2) {
      properties.setProperty(more[index], more[index + 1]);
    }
    return properties;
  }
}
