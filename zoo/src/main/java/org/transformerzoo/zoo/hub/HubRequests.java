package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Requests to the hub. Redirects are followed here and not by the JDK's client, because the hub
 * says what a file is in the redirect, and because no other host may see the token.
 */
final class HubRequests {

  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final String USER_AGENT = "transformer-zoo";

  private final HubSettings settings;
  private final HttpClient client;

  HubRequests(HubSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.patience())
            .build();
  }

  /** What {@code address} is, without its content. */
  Answer head(URI address) throws IOException {
    return send("HEAD", address, 0);
  }

  /** The content of {@code address} from byte {@code offset} on, if the server can. */
  Answer get(URI address, long offset) throws IOException {
    return send("GET", address, offset);
  }

  private Answer send(String method, URI address, long offset) throws IOException {
    List<HttpResponse<InputStream>> hops = new ArrayList<>();
    URI next = address;
    while (true) {
      HttpResponse<InputStream> response = exchange(request(method, next, offset));
      hops.add(response);
      Answer answer = new Answer(List.copyOf(hops), settings.endpoint());
      if (!REDIRECTS.contains(response.statusCode()) || suffices(method, answer)) {
        return answer;
      }
      answer.discard();
      if (hops.size() > MOST_REDIRECTS) {
        throw new HubException(
            "%s redirects more than %d times".formatted(address, MOST_REDIRECTS));
      }
      next = target(address, response);
    }
  }

  /** A storage host may refuse HEAD; the hub has said all that it is asked for. */
  private static boolean suffices(String method, Answer answer) {
    return method.equals("HEAD")
        && answer.hubHeader(HubClient.LINKED_ETAG).isPresent()
        && answer.hubHeader(HubClient.LINKED_SIZE).isPresent();
  }

  private HttpRequest request(String method, URI address, long offset) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(settings.patience())
            .header("User-Agent", USER_AGENT)
            // Lengths and offsets are those of the file itself, not of a compressed form.
            .header("Accept-Encoding", "identity");
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    if (Origin.same(address, settings.endpoint())) {
      settings.token().ifPresent(token -> request.header("Authorization", token.authorization()));
    }
    return request.build();
  }

  private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("The download from " + settings.endpoint() + " was interrupted");
    }
  }

  /** The address that is shown is the hub's: the target's may hold a signature. */
  private static URI target(URI first, HttpResponse<?> response) {
    String location = response.headers().firstValue("Location").orElse("");
    URI target = resolve(first, response.uri(), location);
    boolean secure = "https".equalsIgnoreCase(target.getScheme());
    boolean plain = "http".equalsIgnoreCase(target.getScheme());
    if (target.getHost() == null || !(secure || plain)) {
      throw new HubException(first + " redirects to something that is no web address");
    }
    if (plain && "https".equalsIgnoreCase(response.uri().getScheme())) {
      throw new HubException(
          "%s redirects from https to http on the host %s, which is not followed"
              .formatted(first, target.getHost()));
    }
    return target;
  }

  private static URI resolve(URI first, URI base, String location) {
    try {
      return base.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw new HubException(first + " redirects to something that is no web address");
    }
  }
}
