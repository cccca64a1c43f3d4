package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.InvalidModelException;

/** Which files come, under which names, and that they come once. */
class ModelDownloadTest extends HubTest {

  private static final String INDEX = "model.safetensors.index.json";

  @Test
  void theFolderHasTheFilesThatTheModelNeeds() throws IOException {
    hub.small("vocab.txt", "[PAD]\n[UNK]\n")
        .small("tokenizer_config.json", "{\"do_lower_case\": true}")
        .small("README.md", "a card")
        .large("pytorch_model.bin", bytes(1000, 2));

    Path folder = model().folder();

    assertThat(folder).isEqualTo(cache.resolve("acme--tiny-bert").resolve("main"));
    assertThat(visibleFiles(folder))
        .containsExactly(
            "config.json",
            "download.json",
            "model.safetensors",
            "tokenizer_config.json",
            "vocab.txt");
    assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(folder.resolve("vocab.txt")).hasContent("[PAD]\n[UNK]\n");
  }

  @Test
  void theRecordSaysWhatWasDownloaded() throws IOException {
    JsonNode record =
        new ObjectMapper().readTree(model().folder().resolve("download.json").toFile());

    assertThat(record.path("model").asText()).isEqualTo(TestHub.MODEL);
    assertThat(record.path("revision").asText()).isEqualTo("main");
    assertThat(record.path("commit").asText()).isEqualTo(TestHub.COMMIT);
    JsonNode weights = record.path("files").get(1);
    assertThat(weights.path("name").asText()).isEqualTo(TestHub.WEIGHTS);
    assertThat(weights.path("bytes").asLong()).isEqualTo(WEIGHTS.length);
    assertThat(weights.path("sha256").asText()).isEqualTo(TestHub.sha256(WEIGHTS));
  }

  @Test
  void allFilesAreOfTheCommitThatTheBranchStoodForAtFirst() {
    model().folder();

    assertThat(hub.requests().get(0).revision()).isEqualTo("main");
    assertThat(hub.requests().subList(1, hub.requests().size()))
        .extracting(TestHub.Request::revision)
        .containsOnly(TestHub.COMMIT);
  }

  @Test
  void theSecondTimeNothingIsAskedOfTheNetwork() {
    Path folder = model().folder();
    int before = hub.requests().size();

    assertThat(model().folder()).isEqualTo(folder);
    assertThat(hub.requests()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"files\": null}", "{\"files\": [{\"bytes\": 1}]}", "[]"})
  void aDamagedRecordIsMended(String damaged) throws IOException {
    Path record = model().folder().resolve("download.json");
    Files.writeString(record, damaged);

    model().folder();

    assertThat(record).content().contains(TestHub.sha256(WEIGHTS));
    assertThat(hub.downloads(TestHub.WEIGHTS)).hasSize(1);
  }

  @Test
  void aRevisionHasItsOwnFolder() throws IOException {
    PretrainedModels models = PretrainedModels.with(settings());

    Path folder = models.named(TestHub.MODEL + "@refs/pr/1").folder();

    assertThat(folder).isEqualTo(cache.resolve("acme--tiny-bert").resolve("refs%2Fpr%2F1"));
    assertThat(hub.requests().get(0).revision()).isEqualTo("refs%2Fpr%2F1");
    assertThat(visibleFiles(folder.resolveSibling("main"))).isEmpty();
  }

  @Test
  void aFileThatWentMissingComesAgainAlone() throws IOException {
    Path folder = model().folder();
    Files.delete(folder.resolve(TestHub.CONFIG));

    model().folder();

    assertThat(folder.resolve(TestHub.CONFIG)).hasContent("{}");
    assertThat(hub.downloads(TestHub.CONFIG)).hasSize(2);
    assertThat(hub.downloads(TestHub.WEIGHTS)).hasSize(1);
  }

  @Test
  void filesOfAnEarlierCommitAreReplaced() throws IOException {
    Path folder = model().folder();
    Files.delete(folder.resolve("download.json"));
    byte[] newer = bytes(200_000, 5);
    hub.small(TestHub.CONFIG, "{\"newer\": true}").large(TestHub.WEIGHTS, newer);

    model().folder();

    assertThat(folder.resolve(TestHub.CONFIG)).hasContent("{\"newer\": true}");
    assertThat(folder.resolve(TestHub.WEIGHTS)).hasBinaryContent(newer);
  }

  @Test
  void progressIsHeard() {
    model().folder();

    assertThat(progress.started)
        .containsExactly("config.json 0 of 2", "model.safetensors 0 of 300000");
    assertThat(progress.finished).containsExactly("config.json", "model.safetensors");
    assertThat(progress.positions).isSorted().endsWith((long) WEIGHTS.length);
  }

  @Test
  void shardsComeWithTheirIndex() throws IOException {
    withShards("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
    hub.large("model-00001-of-00002.safetensors", bytes(10, 1))
        .large("model-00002-of-00002.safetensors", bytes(20, 2));

    assertThat(visibleFiles(model().folder()))
        .contains(INDEX, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    withShards("model-00001-of-00001.safetensors");

    assertThatThrownBy(() -> model().folder())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has no file model-00001-of-00001.safetensors");
    assertThat(visibleFiles(model().cacheDirectory())).doesNotContain("download.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../evil.safetensors",
        "/etc/evil.safetensors",
        "..\\\\evil.safetensors",
        "C:evil.safetensors",
        "folder/evil.safetensors",
        ".hidden.safetensors",
        "config.json",
        "download.json",
        "",
        "a?b.safetensors",
        "%2e%2e%2fevil.safetensors"
      })
  void anIndexCannotNameWhatIsNoPlainFileBesideIt(String name) throws IOException {
    withShards(name);

    assertThatThrownBy(() -> model().folder())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("expected a safetensors file beside it");
    assertThat(visibleFiles(model().cacheDirectory())).containsExactly("config.json", INDEX);
    assertThat(visibleFiles(cache)).isEmpty();
  }

  @Test
  void withoutSafetensorsTheWeightsComeAsOnnxAndOneIsTold() throws IOException {
    withoutWeights();
    hub.large("onnx/model.onnx", bytes(30, 1)).large("onnx/model.onnx_data", bytes(40, 1));

    assertThat(visibleFiles(model().folder())).contains("model.onnx", "model.onnx_data");
    assertThat(progress.notes)
        .singleElement()
        .asString()
        .contains("has no safetensors; its weights come as ONNX, from onnx/model.onnx");
  }

  @Test
  void withoutBothTheyComeAsATensorFlowCheckpoint() throws IOException {
    withoutWeights();
    hub.large("bert_model.ckpt.index", bytes(30, 1))
        .large("bert_model.ckpt.data-00000-of-00001", bytes(40, 1));

    assertThat(visibleFiles(model().folder()))
        .contains("bert_model.ckpt.index", "bert_model.ckpt.data-00000-of-00001");
  }

  @Test
  void weightsOfAnUnreadableFormAreRefusedBeforeTheyCome() throws IOException {
    withoutWeights();
    hub.large("pytorch_model.bin", bytes(30, 1));

    assertThatThrownBy(() -> model().folder())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has its weights only as pytorch_model.bin, which is not read")
        .hasMessageContaining("/acme/tiny-bert/discussions");
    assertThat(hub.downloads("pytorch_model.bin")).isEmpty();
  }

  @Test
  void aPinnedChecksumIsHeardBeforeTheHubs() {
    hub.header(TestHub.WEIGHTS, "X-Linked-Etag", "\"" + "a".repeat(64) + "\"");
    CatalogEntry entry =
        new CatalogEntry(
            "ours",
            ModelId.parse(TestHub.MODEL),
            Map.of(TestHub.WEIGHTS, new Sha256(TestHub.sha256(WEIGHTS))));

    Path folder = PretrainedModels.with(settings()).and(entry).named("ours").folder();

    assertThat(folder.resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
  }

  @Test
  void aPinnedChecksumAlsoHoldsForWhatIsInTheCache() {
    model().folder();
    CatalogEntry entry =
        CatalogEntry.of("ours", ModelId.parse(TestHub.MODEL))
            .withChecksum(TestHub.WEIGHTS, new Sha256("B".repeat(64)));

    assertThatThrownBy(() -> PretrainedModels.with(settings()).and(entry).named("ours").folder())
        .isInstanceOf(HubException.class)
        .hasMessageContaining("has the SHA-256 " + TestHub.sha256(WEIGHTS))
        .hasMessageContaining("expected " + "b".repeat(64));
  }

  private void withoutWeights() throws IOException {
    hub.close();
    hub = new TestHub().small(TestHub.CONFIG, "{}");
  }

  private void withShards(String... names) throws IOException {
    withoutWeights();
    List<String> rows = new ArrayList<>();
    for (String name : names) {
      rows.add("\"tensor%d\": \"%s\"".formatted(rows.size(), name));
    }
    hub.small(INDEX, "{\"weight_map\": {" + String.join(", ", rows) + "}}");
  }
}
