package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.training.analysis.ObservedTasks;
import org.transformerzoo.training.finetuning.TinyArchitecture;

/** The page gets all that it asks for, whatever the task and the architecture. */
@Tag("slow")
class InspectRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private InspectPage page;

  @ParameterizedTest
  @MethodSource("org.transformerzoo.training.analysis.ObservedTasks#all")
  void everyQuestionHasAnAnswer(TinyArchitecture architecture, String task) throws Exception {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, architecture, task);
    InspectionSettings settings =
        new InspectionSettings(
            List.of(tuned.folder(), tuned.folder()), tuned.file(), tuned.configuration());
    try (InspectPage open = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
      page = open;
      JsonNode rows = allRows();
      JsonNode first = rows.get(0);
      assertThat(first.path("p")).hasSize(2);
      assertThat(first.path("p").get(0)).isEqualTo(first.path("p").get(1));
      assertThat(first.path("p").get(0).path("right").isNumber())
          .isEqualTo(!task.equals("regression"));

      String text = first.path("text").asText();
      Map<String, Object> question = question(text, task);
      JsonNode asked = post("/api/predict", Map.of("text", text)).get(0).path("s");
      for (int score = 0; score < asked.size(); score++) {
        assertThat(asked.get(score).asDouble())
            .isCloseTo(first.path("p").get(0).path("s").get(score).asDouble(), within(1e-4));
      }
      for (JsonNode method : get("/api/methods")) {
        question.put("method", method.asText());
        JsonNode salience = post("/api/salience", question);
        assertThat(salience.path("scores")).hasSameSizeAs(salience.path("tokens"));
        assertThat(salience.path("special")).hasSameSizeAs(salience.path("tokens"));
      }
      question.remove("method");
      assertThat(post("/api/without", question).path("scores")).isNotEmpty();
      assertThat(post("/api/flips", question).path("flips")).isNotEmpty();
      checkAttention(text, architecture);
      JsonNode near = post("/api/neighbours", Map.of("model", 1, "text", text));
      assertThat(near.get(0).path("cosine").asDouble()).isGreaterThan(0.999);
      assertThat(get("/api/projection?method=pca&model=0")).hasSameSizeAs(rows);
      checkSlices(task, rows.size());
      assertThat(get("/api/comparison").path("agreeing")).hasSameSizeAs(rows);
      assertThat(post("/get_info", Map.of()).path("models")).hasSize(2); // as LIT asks
    }
  }

  @Test
  void whatAPageWantsNoMoreIsGivenUp() throws Exception {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "tokens");
    InspectionSettings settings =
        new InspectionSettings(List.of(tuned.folder()), tuned.file(), tuned.configuration());
    try (InspectPage open = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
      page = open;
      allRows();
      Map<String, Object> question = new HashMap<>(Map.of("model", 0, "text", "the good box"));
      question.put("method", "lime");
      assertThat(wished("page 1", "/api/salience", question)).isEqualTo(200);
      assertThat(wished("page 3", "/api/unwanted", Map.of())).isEqualTo(200);
      for (String path : List.of("/api/salience", "/api/without", "/api/flips")) {
        assertThat(wished("page 2", path, question)).isEqualTo(409);
        assertThat(wished("page 3", path, question)).isEqualTo(200);
        assertThat(wished("other 1", path, question)).isEqualTo(200);
      }
      question.remove("method");
      assertThat(wished("page 2", "/api/neighbours", question)).isEqualTo(409);
      question.putAll(Map.of("layer", 0, "head", 0));
      assertThat(wished("page 2", "/api/attention", question)).isEqualTo(409);
      assertThat(wished("page 4", "/api/attention", question)).isEqualTo(200);
    }
  }

  private int wished(String wish, String path, Object body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(page.uri().resolve(path))
            .header(Wishes.HEADER, wish)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  private static Map<String, Object> question(String text, String task) {
    Map<String, Object> question = new HashMap<>(Map.of("model", 0, "text", text));
    if (task.equals("tokens")) {
      question.put("token", 1);
    }
    return question;
  }

  private void checkAttention(String text, TinyArchitecture architecture) throws Exception {
    Map<String, Object> question =
        new HashMap<>(Map.of("model", 0, "text", text, "layer", 1, "head", -1));
    JsonNode found = post("/api/attention", question);
    assertThat(found.path("stacks")).hasSize(architecture == TinyArchitecture.BART ? 3 : 1);
    for (JsonNode stack : found.path("stacks")) {
      question.put("stack", stack.path("name").asText());
      question.put("head", 1);
      JsonNode map = post("/api/attention", question).path("map");
      assertThat(map).hasSameSizeAs(found.path("tokens"));
      assertThat(map.get(0)).hasSameSizeAs(found.path("tokens"));
    }
    question.put("stack", found.path("stacks").get(0).path("name").asText());
    question.put("layer", -1);
    assertThat(post("/api/attention", question).path("map")).hasSameSizeAs(found.path("tokens"));
  }

  private void checkSlices(String task, int rows) throws Exception {
    JsonNode all = post("/api/slices", Map.of("by", "all")).path("slices").get(0);
    assertThat(all.path("rows")).hasSize(rows);
    assertThat(all.path("models")).hasSize(2);
    JsonNode report = all.path("models").get(0);
    assertThat(report.path("metrics")).isNotEmpty();
    assertThat(report.path("calibration").isNull()).isEqualTo(task.equals("regression"));
    int sum = 0;
    for (JsonNode slice : post("/api/slices", Map.of("by", "length")).path("slices")) {
      sum += slice.path("rows").size();
    }
    assertThat(sum).isEqualTo(rows);
    JsonNode some =
        post("/api/slices", Map.of("by", "rows", "rows", List.of(0, 2, 99_999))).path("slices");
    assertThat(some.get(0).path("rows")).isEqualTo(JSON.readTree("[0, 2]"));
  }

  /** All rows, once they are there. */
  private JsonNode allRows() throws Exception {
    while (true) {
      JsonNode state = get("/api/state");
      assertThat(state.path("problem").asText()).isEmpty();
      if (state.path("status").asText().equals("ready")) {
        return get("/api/rows?from=0").path("rows");
      }
      Thread.onSpinWait();
    }
  }

  private JsonNode get(String path) throws Exception {
    return read(HttpRequest.newBuilder(page.uri().resolve(path)).build());
  }

  private JsonNode post(String path, Object body) throws Exception {
    return read(
        HttpRequest.newBuilder(page.uri().resolve(path))
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private JsonNode read(HttpRequest request) throws Exception {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(request.uri() + " " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
