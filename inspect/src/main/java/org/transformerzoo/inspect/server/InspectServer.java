package org.transformerzoo.inspect.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.training.configuration.InvalidSettingException;

/**
 * A web server for one page and for programs on the same machine. It answers its own files and the
 * paths of its route groups; requests from other web sites are refused with 403, paths without an
 * answer with 404, bodies above 8 MiB with 413.
 */
public final class InspectServer implements AutoCloseable {

  /** The address that other machines cannot reach. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final long LARGEST_BODY = 8L << 20;

  private final Javalin server;
  private final String host;

  private InspectServer(Javalin server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Starts a server.
   *
   * @param host the name or address at which it listens
   * @param port from 0 to 65535; 0 for any that is free
   * @throws InvalidSettingException if it cannot listen there
   */
  public static InspectServer start(String host, int port, List<RouteGroup> groups) {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException("port is " + port + ", expected one from 0 to 65535");
    }
    List<RouteGroup> all = new ArrayList<>(List.of(new Gate(host), new Problems()));
    all.addAll(groups);
    all.add(new PageFiles());
    Javalin server = Javalin.create(config -> configure(config, all));
    try {
      server.start(host, port);
    } catch (RuntimeException e) {
      server.stop();
      throw new InvalidSettingException(
          "The page cannot be served at %s, port %d: %s".formatted(host, port, reason(e)), e);
    }
    return new InspectServer(server, host);
  }

  private static void configure(JavalinConfig config, List<RouteGroup> groups) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LARGEST_BODY;
    groups.forEach(group -> group.addTo(config.routes));
  }

  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  /** Where the page is. */
  public URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + server.port() + "/");
  }

  @Override
  public void close() {
    server.stop();
  }
}
