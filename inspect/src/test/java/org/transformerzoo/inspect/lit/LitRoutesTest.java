package org.transformerzoo.inspect.lit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.training.analysis.ObservedTasks;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.interpretation.Explainer;

/** Requests as LIT's remote-model wrapper writes them. */
class LitRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** What a test does with a server of one model called tiny. */
  private interface Asking {
    void with(String address, Explainer explainer) throws Exception;
  }

  private void served(TinyArchitecture architecture, String task, Asking asking) throws Exception {
    try (Explainer explainer =
            Explainer.load(ObservedTasks.tune(folder, architecture, task).folder());
        InspectServer server =
            InspectServer.start(
                InspectServer.LOOPBACK,
                0,
                List.of(new LitRoutes(() -> Map.of("tiny", explainer))))) {
      asking.with(server.uri().toString(), explainer);
    }
  }

  private static HttpResponse<String> post(String address, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static JsonNode info(String address) throws Exception {
    return JSON.readTree(post(address + "get_info", "{\"inputs\": null, \"config\": null}").body())
        .path("models")
        .path("tiny")
        .path("spec");
  }

  private static JsonNode predictions(String address, String inputs) throws Exception {
    HttpResponse<String> answer =
        post(
            address + "get_preds?model=tiny&response_simple_json=False",
            "{\"inputs\": " + inputs + ", \"config\": null}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @ParameterizedTest
  @MethodSource("org.transformerzoo.training.analysis.ObservedTasks#all")
  void answersEveryFieldThatItAnnounces(TinyArchitecture architecture, String task)
      throws Exception {
    served(
        architecture,
        task,
        (address, explainer) -> {
          JsonNode specification = info(address);
          JsonNode predictions =
              predictions(
                  address,
                  """
                  [{"id": null, "data": {"text": "the box was good"}},
                   {"id": null, "data": {"text": "poor shop"}}]
                  """);

          assertThat(specification.path("input").path("text").path("__name__").asText())
              .isEqualTo("TextSegment");
          assertThat(predictions).hasSize(2);
          for (JsonNode prediction : predictions) {
            assertThat(names(prediction)).isEqualTo(names(specification.path("output")));
            int tokens = prediction.path("tokens").size();
            specification
                .path("output")
                .properties()
                .forEach(
                    field ->
                        assertShape(
                            field.getValue().path("__name__").asText(),
                            prediction.path(field.getKey()),
                            tokens));
          }
        });
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void assertShape(String type, JsonNode value, int tokens) {
    JsonNode array = value.path("__value__");
    switch (type) {
      case "Tokens", "SequenceTags" -> assertThat(value).hasSize(tokens);
      case "MulticlassPreds" -> assertThat(array).hasSize(2);
      case "SparseMultilabelPreds" ->
          assertThat(value.path(0).path("__class__").asText()).isEqualTo("tuple");
      case "RegressionScore" -> assertThat(value.isNumber()).isTrue();
      case "CategoryLabel" -> assertThat(value.isTextual()).isTrue();
      case "Embeddings" -> assertThat(array).hasSize(16);
      case "TokenEmbeddings", "TokenGradients" -> {
        assertThat(array).hasSize(tokens);
        assertThat(array.path(0)).hasSize(16);
      }
      case "AttentionHeads" -> {
        assertThat(array).hasSize(2);
        assertThat(array.path(0)).hasSize(tokens);
        assertThat(array.path(0).path(0)).hasSize(tokens);
      }
      default -> throw new AssertionError(type);
    }
  }

  @Test
  void takesEmbeddingsInPlaceOfTokensAndTheLabelThatGradientsAreFor() throws Exception {
    served(
        TinyArchitecture.BERT,
        "classification",
        (address, explainer) -> {
          JsonNode plain =
              predictions(address, "[{\"id\": null, \"data\": {\"text\": \"the box was good\"}}]");
          ObjectNode input = JSON.createObjectNode().put("text", "the box was poor");
          input.set("token_embeddings", plain.path(0).path("token_embeddings"));
          input.put("gradient_target", "no");
          ObjectNode item = JSON.createObjectNode().putNull("id");
          item.set("data", input);
          JsonNode twice =
              predictions(address, JSON.createArrayNode().add(item).add(item).toString());

          assertThat(twice).hasSize(2);
          for (JsonNode each : twice) {
            assertThat(each.path("gradient_target").asText()).isEqualTo("no");
            assertThat(each.path("probabilities").path("__value__").path(0).asDouble())
                .isCloseTo(
                    plain.path(0).path("probabilities").path("__value__").path(0).asDouble(),
                    within(1e-5));
          }
        });
  }

  @Test
  void writesPlainListsUnlessToldOtherwise() throws Exception {
    served(
        TinyArchitecture.BERT,
        "classification",
        (address, explainer) -> {
          String body = "{\"inputs\": [{\"id\": \"1\", \"data\": {\"text\": \"box\"}}]}";
          JsonNode answer = JSON.readTree(post(address + "get_preds?model=tiny", body).body());

          assertThat(answer.path(0).path("probabilities").isArray()).isTrue();
        });
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    served(
        TinyArchitecture.BERT,
        "classification",
        (address, explainer) -> {
          assertThat(post(address + "get_preds?model=huge", "{\"inputs\": []}").body())
              .contains("There is no model \\\"huge\\\", expected one of [tiny]");
          assertThat(post(address + "get_preds?model=tiny", "{}").body())
              .contains("has no list of \\\"inputs\\\"");
          assertThat(post(address + "get_preds?model=tiny", "{\"inputs\"").statusCode())
              .isEqualTo(400);
          assertThat(
                  post(address + "get_preds?model=tiny", "{\"inputs\": [{\"data\": {\"txt\": 1}}]}")
                      .body())
              .contains("The input 0 has no text in data.text");
          assertThat(
                  post(
                          address + "get_preds?model=tiny",
                          """
                          {"inputs": [{"data": {"text": "box", "token_embeddings": [[1], [1, 2]]}}]}
                          """)
                      .body())
              .contains("data.token_embeddings of the input 0 is no matrix of numbers");
          assertThat(
                  post(
                          address + "get_preds?model=tiny",
                          """
                          {"inputs": [{"data": {"text": "box", "token_embeddings": [[1, 2]]}}]}
                          """)
                      .body())
              .contains("The vectors are [1, 2], expected [3, 16] for the tokens");
        });
  }
}
