package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** What names mean, and that a name becomes a model. */
class PretrainedModelsTest extends HubTest {

  private static final Path FIXTURE = Path.of("src/test/resources/fixtures/bert");

  private PretrainedModels models() {
    return PretrainedModels.with(
        settings().withEndpoint(URI.create("https://hub.example/mirror/")));
  }

  @ParameterizedTest
  @CsvSource({
    "bert-base-uncased, google-bert/bert-base-uncased, main",
    "bert-large-cased, google-bert/bert-large-cased, main",
    "bert-base-multilingual-cased, google-bert/bert-base-multilingual-cased, main",
    "roberta-large, FacebookAI/roberta-large, main",
    "xlnet-base-cased, xlnet/xlnet-base-cased, main",
    "bart-large, facebook/bart-large, main",
    "bert_uncased_L-2_H-128_A-2, google/bert_uncased_L-2_H-128_A-2, main",
    "google/bert_uncased_L-12_H-768_A-12, google/bert_uncased_L-12_H-768_A-12, main",
    "bart-base@v1.0, facebook/bart-base, v1.0",
    "acme/our-bert, acme/our-bert, main",
    "acme/our-bert@refs/pr/2, acme/our-bert, refs/pr/2"
  })
  void namesAndIdsAreFound(String name, String repository, String revision) {
    PretrainedModel model = models().named(name);

    assertThat(model.id()).isEqualTo(new ModelId(repository, revision));
    assertThat(model.name()).isEqualTo(name);
  }

  @Test
  void everyUsualCheckpointHasAName() {
    assertThat(models().names())
        .hasSize(12 + 24)
        .contains("bert_uncased_L-10_H-512_A-8", "bert_uncased_L-8_H-256_A-4")
        .allSatisfy(name -> assertThat(models().named(name).id().repository()).endsWith(name));
  }

  @Test
  void aModelSaysWhereItComesFromAndWhereItIsKept() {
    PretrainedModel model = models().named("bert-base-uncased@refs/pr/1");

    assertThat(model.url())
        .isEqualTo(URI.create("https://hub.example/mirror/google-bert/bert-base-uncased"));
    assertThat(model.url("config.json"))
        .isEqualTo(
            URI.create(
                "https://hub.example/mirror/google-bert/bert-base-uncased"
                    + "/resolve/refs%2Fpr%2F1/config.json"));
    assertThat(model.cacheDirectory())
        .isEqualTo(cache.resolve("google-bert--bert-base-uncased/refs%2Fpr%2F1"));
    assertThat(model.checksum("model.safetensors")).isEmpty();
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> models().named("bert-base-uncasd"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("There is no model \"bert-base-uncasd\"")
        .hasMessageContaining("xlnet-large-cased, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc",
        "acme/..",
        "acme/a/b",
        "/acme",
        "acme/",
        "acme/a b",
        "acme/a--b",
        "acme\\x/a",
        "acme/a%2f",
        "acme/a?x",
        "acme/a@",
        "acme/a@../main",
        "acme/a@main/",
        "acme/a@/main",
        "acme/a@a//b",
        "acme/a@-x",
        "acme/a@x y"
      })
  void whatIsNoIdIsRefused(String id) {
    assertThatThrownBy(() -> models().named(id)).isInstanceOf(InvalidModelException.class);
  }

  @Test
  void anotherRevisionHasOtherContentThanThePinnedChecksums() {
    PretrainedModels pinned =
        models()
            .and(
                CatalogEntry.of("ours", ModelId.parse("acme/ours"))
                    .withChecksum("model.safetensors", new Sha256("a".repeat(64))));

    assertThat(pinned.named("ours").checksum("model.safetensors")).isPresent();
    assertThat(pinned.named("ours@v2").checksum("model.safetensors")).isEmpty();
  }

  @Test
  void aFolderIsItself() {
    assertThat(models().folder(FIXTURE.toString())).isEqualTo(FIXTURE);
  }

  @Test
  void aNameBecomesAModel() throws IOException {
    serveFixture();

    TransformerModel original = TransformerModel.load(FIXTURE);
    TransformerModel model = model().initPretrained();

    assertThat(model.specification().architecture().modelType()).isEqualTo("bert");
    assertThat(model.parameters().parameters())
        .isNotEmpty()
        .allSatisfy(
            parameter ->
                assertThat(model.parameters().value(parameter.name()))
                    .isEqualTo(original.parameters().value(parameter.name())));
  }

  @Test
  void aNameBecomesTheBodyOfAnotherModel() throws IOException {
    serveFixture();

    TransformerModel body =
        model().initPretrained(ModelSpecification::bodyOf, LoadPolicy.fineTuning());

    assertThat(body.specification().task()).isEmpty();
    assertThat(body.loading().missing()).isEmpty();
  }

  private void serveFixture() throws IOException {
    hub.small(TestHub.CONFIG, Files.readString(FIXTURE.resolve("config.json")))
        .large(TestHub.WEIGHTS, Files.readAllBytes(FIXTURE.resolve("model.safetensors")));
  }
}
