package org.transformerzoo.zoo.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hub with one model on the loopback interface, which misbehaves when told to. */
final class TestHub implements AutoCloseable {

  static final String MODEL = "acme/tiny-bert";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.safetensors";

  private static final Pattern RESOLVE = Pattern.compile("/([^/]+/[^/]+)/resolve/([^/]+)/(.+)");

  /** One request that came. */
  record Request(
      String method,
      String revision,
      String file,
      Optional<String> range,
      Optional<String> authorization) {}

  /** How one request is answered instead of properly. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, URI> elsewhere = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  TestHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A file as the hub has small ones: with an ETag that is no SHA-256. */
  TestHub small(String file, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    files.put(file, bytes);
    header(file, "ETag", "\"" + sha256(bytes).substring(0, 40) + "\"");
    return this;
  }

  /** A file as the hub has large ones: with its checksum and length in headers. */
  TestHub large(String file, byte[] content) {
    files.put(file, content);
    header(file, "X-Linked-Etag", "\"" + sha256(content) + "\"");
    header(file, "X-Linked-Size", Integer.toString(content.length));
    return this;
  }

  /** A file in another place, which is called {@code file} there. */
  TestHub storedAt(String file, URI place) {
    elsewhere.put(file, place);
    return this;
  }

  TestHub header(String file, String name, String value) {
    headers.computeIfAbsent(file, key -> new ConcurrentHashMap<>()).put(name, value);
    return this;
  }

  /** The next GETs of {@code file} go wrong in this order. */
  TestHub faults(String file, Fault... more) {
    return queue("GET " + file, more);
  }

  /** The next HEADs of {@code file} go wrong in this order. */
  TestHub headFaults(String file, Fault... more) {
    return queue("HEAD " + file, more);
  }

  private TestHub queue(String key, Fault... more) {
    Deque<Fault> queue = faults.computeIfAbsent(key, name -> new ArrayDeque<>());
    synchronized (queue) {
      queue.addAll(Arrays.asList(more));
    }
    return this;
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> downloads(String file) {
    return requests.stream()
        .filter(request -> request.method().equals("GET") && request.file().equals(file))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      Matcher path = RESOLVE.matcher(exchange.getRequestURI().getRawPath());
      if (path.matches() && path.group(1).equals(MODEL)) {
        handle(exchange, path.group(2), path.group(3));
      } else {
        exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
        exchange.sendResponseHeaders(404, -1);
      }
    } finally {
      exchange.close();
    }
  }

  private void handle(HttpExchange exchange, String revision, String file) throws IOException {
    String method = exchange.getRequestMethod();
    requests.add(
        new Request(
            method,
            revision,
            file,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
    headers
        .getOrDefault(file, Map.of())
        .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    if (!headers.getOrDefault(file, Map.of()).containsKey("X-Repo-Commit")) {
      exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
    }
    Fault fault = nextFault(method + " " + file);
    if (fault != null) {
      fault.answer(exchange, files.getOrDefault(file, new byte[0]));
    } else if (elsewhere.containsKey(file)) {
      redirect(exchange, elsewhere.get(file));
    } else if (!files.containsKey(file)) {
      exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
      exchange.sendResponseHeaders(404, -1);
    } else if (method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + files.get(file).length);
      exchange.sendResponseHeaders(200, -1);
    } else {
      serve(exchange, files.get(file));
    }
  }

  private Fault nextFault(String key) {
    Deque<Fault> queue = faults.getOrDefault(key, new ArrayDeque<>());
    synchronized (queue) {
      return queue.poll();
    }
  }

  static void redirect(HttpExchange exchange, URI place) throws IOException {
    exchange.getResponseHeaders().set("Location", place.toString());
    exchange.sendResponseHeaders(302, -1);
  }

  /** The proper answer, with regard to the range that is asked for. */
  static void serve(HttpExchange exchange, byte[] content) throws IOException {
    int start = start(exchange);
    if (start == 0) {
      exchange.sendResponseHeaders(200, content.length);
    } else if (start >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    } else {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(start, content.length - 1, content.length));
      exchange.sendResponseHeaders(206, content.length - start);
    }
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content, start, content.length - start);
    }
  }

  static int start(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
