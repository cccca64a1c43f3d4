package org.transformerzoo.inspect.server;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets in what the page itself and programs ask, and nothing that another web site makes a browser
 * ask: neither by a request to this address, nor by a name of its own that it points here. Every
 * answer tells the browser to load nothing from elsewhere.
 */
final class Gate implements RouteGroup {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
              + " form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[[0-9A-Fa-f:.]+\\])(?::\\d+)?");
  private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

  private final Pattern names;

  /**
   * A gate.
   *
   * @param host the name or address that the server listens at
   */
  Gate(String host) {
    this.names =
        Pattern.compile(
            "(?:localhost|" + Pattern.quote(host) + ")(?::\\d+)?", Pattern.CASE_INSENSITIVE);
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.before(
        request -> {
          HEADERS.forEach(request::header);
          check(request);
        });
  }

  private void check(Context request) {
    String host = request.header("Host");
    // A numeric address cannot be a name that someone points at this machine.
    if (host == null || !(ADDRESS.matcher(host).matches() || names.matcher(host).matches())) {
      throw new ForbiddenResponse("The request is for another host than this one");
    }
    String origin = request.header("Origin");
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      throw new ForbiddenResponse("The request comes from another web site");
    }
    String site = request.header("Sec-Fetch-Site");
    if (site != null && FOREIGN.contains(site) && !followsLink(request)) {
      throw new ForbiddenResponse("The request comes from another web site");
    }
  }

  /** Whether someone came to the page by a link. */
  private static boolean followsLink(Context request) {
    return request.path().equals("/")
        && "navigate".equals(request.header("Sec-Fetch-Mode"))
        && "document".equals(request.header("Sec-Fetch-Dest"));
  }
}
