package org.transformerzoo.inspect.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.InvalidSettingException;

class InspectServerTest {

  /** What a request may say. */
  public record Question(String text) {}

  private static final List<Double> NUMBERS = List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY);

  private final HttpClient client = HttpClient.newHttpClient();
  private InspectServer server;

  @BeforeEach
  void start() {
    RouteGroup echo =
        routes -> {
          routes.post(
              "/api/echo",
              request ->
                  Json.write(request, Map.of("echo", Json.read(request, Question.class).text())));
          routes.get(
              "/api/bad",
              request -> {
                throw new InvalidDataException("data.tsv has no column \"text\"");
              });
          failing(routes, "/api/fault", () -> new IllegalStateException("Row 5 of null\nat x"));
          failing(routes, "/api/silent", () -> new IllegalArgumentException());
          failing(routes, "/api/unwanted", () -> new CancellationException("the first"));
          routes.get(
              "/api/memory",
              request -> {
                throw new OutOfMemoryError("cannot allocate new FloatPointer(1)");
              });
          routes.get("/api/numbers", request -> Json.write(request, NUMBERS));
          routes.get(
              "/api/from",
              request -> request.result("" + request.queryParamAsClass("n", Integer.class).get()));
        };
    server = InspectServer.start(InspectServer.LOOPBACK, 0, List.of(echo));
  }

  private static void failing(
      JavalinDefaultRoutingApi routes, String path, Supplier<RuntimeException> failure) {
    routes.get(
        path,
        request -> {
          throw failure.get();
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersItsPageAndItsRoutes() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(post("{\"text\": \"<b>\"}").body()).isEqualTo("{\"echo\":\"<b>\"}");
  }

  @Test
  void bringsItsLibrariesAlong() throws Exception {
    assertThat(get("/lib/tabulator/tabulator_esm.min.js").statusCode()).isEqualTo(200);
    assertThat(get("/lib/tabulator/tabulator.min.css").statusCode()).isEqualTo(200);
    assertThat(get("/lib/echarts/echarts.esm.min.js").headers().firstValue("Content-Type"))
        .contains("text/javascript; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/absent.html",
        "/../index.html",
        "/..%2f..%2fserver/Gate.class",
        "/%2e%2e/server/Gate.class",
        "/lib/..%2findex.html",
        "//etc/passwd",
        "/lib/",
        "/index.html%00.css",
        "/api/absent"
      })
  void hasNothingOutsideOfThem(String path) throws Exception {
    assertThat(rawStatus(path, "127.0.0.1:" + server.uri().getPort())).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org", "null", "http://127.0.0.1:1", "https://localhost"})
  void refusesOtherOrigins(String origin) throws Exception {
    HttpResponse<String> answer =
        send(request("/api/echo").header("Origin", origin).POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .isEqualTo("{\"problem\":\"The request comes from another web site\"}");
  }

  @Test
  void refusesWhatAnotherSiteEmbedsButNotItsLinks() throws Exception {
    HttpRequest.Builder embedded = request("/index.html").header("Sec-Fetch-Site", "cross-site");
    assertThat(send(embedded).statusCode()).isEqualTo(403);
    HttpRequest.Builder link =
        request("/")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Sec-Fetch-Mode", "navigate")
            .header("Sec-Fetch-Dest", "document");
    assertThat(send(link).statusCode()).isEqualTo(200);
    HttpRequest.Builder own = request("/").header("Origin", origin());
    assertThat(send(own).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "localhost.example.org", "127.0.0.1.example.org:80"})
  void refusesNamesThatOthersPointAtIt(String host) throws Exception {
    assertThat(rawStatus("/", host)).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:80"})
  void answersToItsOwnNames(String host) throws Exception {
    assertThat(rawStatus("/", host)).isEqualTo(200);
  }

  @Test
  void saysInOneSentenceWhatIsWrong() throws Exception {
    HttpResponse<String> bad = get("/api/bad");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).isEqualTo("{\"problem\":\"data.tsv has no column \\\"text\\\"\"}");
    assertThat(post("{\"text\"").statusCode()).isEqualTo(400);
    assertThat(post("{\"txt\": 1}").body()).contains("Unrecognized field \\\"txt\\\"");
    assertThat(post("null").statusCode()).isEqualTo(400);
    assertThat(post("{\"text\": [1]}").body())
        .isEqualTo(
            "{\"problem\":\"The field \\\"text\\\" of the request is missing or of another kind\"}");
    assertThat(post("{\"text\": \"" + "x".repeat(9 << 20) + "\"}").statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/fault, 500, Something went wrong inside the program; its log says what",
    "/api/silent, 500, Something went wrong inside the program; its log says what",
    "/api/memory, 500, The program has not enough memory for this; its log says where it ran out",
    "/api/unwanted, 409, Something else was asked meanwhile",
    "/api/from?n=x, 400, The parameters [n] cannot be read",
    "/api/absent, 404, There is nothing at this path",
  })
  void keepsTheWordsOfItsOwnFailuresForTheLog(String path, int status, String sentence)
      throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("{\"problem\":\"" + sentence + "\"}");
  }

  @Test
  void writesNumbersThatJsonDoesNotHaveAsNull() throws Exception {
    assertThat(get("/api/numbers").body()).isEqualTo("[1.5,null,null]");
  }

  @Test
  void cannotListenWhereAnotherDoes() {
    int taken = server.uri().getPort();
    assertThatThrownBy(() -> InspectServer.start(InspectServer.LOOPBACK, taken, List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("127.0.0.1, port " + taken);
    assertThatThrownBy(() -> InspectServer.start(InspectServer.LOOPBACK, 70_000, List.of()))
        .hasMessage("port is 70000, expected one from 0 to 65535");
    assertThatThrownBy(() -> InspectServer.start("no.such.host.invalid", 0, List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "The page cannot be served at no.such.host.invalid, port 0: there is no such host");
  }

  private String origin() {
    return "http://127.0.0.1:" + server.uri().getPort();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(request("/api/echo").POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A request with a path and a host that clients would mend. */
  private int rawStatus(String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(path, host)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.split(" ")[1]);
    }
  }
}
