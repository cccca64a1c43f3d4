package org.transformerzoo.inspect.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.InvalidSettingException;

class InspectServerTest {

  /** What a request may say. */
  public record Question(String text) {}

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
        };
    server = InspectServer.start(InspectServer.LOOPBACK, 0, List.of(echo));
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
    assertThat(post("{\"text\": \"" + "x".repeat(9 << 20) + "\"}").statusCode()).isEqualTo(413);
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
        .hasMessageContaining("no.such.host.invalid");
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
