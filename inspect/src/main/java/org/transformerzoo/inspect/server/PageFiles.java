package org.transformerzoo.inspect.server;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the page, which are bundled with this class. */
final class PageFiles implements RouteGroup {

  /** Names that cannot lead out of the folder. */
  private static final Pattern NAME =
      Pattern.compile("/(?:[a-z]+/)*[a-z_.-]+\\.(?<ending>html|css|js|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final String FOLDER = "/org/transformerzoo/inspect/page";

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/", request -> send(request, "/index.html"));
    routes.get("/<file>", request -> send(request, request.path()));
  }

  private static void send(Context request, String path) throws IOException {
    Matcher name = NAME.matcher(path);
    if (!name.matches() || path.contains("..")) {
      throw new NotFoundResponse();
    }
    try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + path)) {
      if (file == null) {
        throw new NotFoundResponse();
      }
      request.contentType(TYPES.get(name.group("ending"))).result(file.readAllBytes());
    }
  }
}
