package org.transformerzoo.inspect.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
  private static final long LONGEST_REQUEST_SECONDS = 60;

  private final Javalin server;
  private final String host;
  private final ReadWriteLock requests; // which each reads, so that they can be waited for

  private InspectServer(Javalin server, String host, ReadWriteLock requests) {
    this.server = server;
    this.host = host;
    this.requests = requests;
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
    ReadWriteLock requests = new ReentrantReadWriteLock();
    Javalin server = Javalin.create(config -> configure(config, requests, all));
    try {
      server.start(host, port);
    } catch (RuntimeException e) {
      server.stop();
      throw new InvalidSettingException(
          "The page cannot be served at %s, port %d: %s".formatted(host, port, reason(e)), e);
    }
    return new InspectServer(server, host, requests);
  }

  private static void counted(ReadWriteLock requests, Endpoint endpoint, Context request)
      throws Exception {
    requests.readLock().lock();
    try {
      endpoint.handler.handle(request);
    } finally {
      requests.readLock().unlock();
    }
  }

  private static void configure(
      JavalinConfig config, ReadWriteLock requests, List<RouteGroup> groups) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LARGEST_BODY;
    config.router.javaLangErrorHandler(Problems::fail);
    config.router.handlerWrapper(endpoint -> request -> counted(requests, endpoint, request));
    groups.forEach(group -> group.addTo(config.routes));
  }

  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof UnresolvedAddressException
        ? "there is no such host"
        : String.valueOf(cause.getMessage());
  }

  /** Where the page is. */
  public URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + server.port() + "/");
  }

  /** Takes no more requests and waits, for a while, until those under way have ended. */
  @Override
  public void close() {
    server.stop();
    try {
      if (requests.writeLock().tryLock(LONGEST_REQUEST_SECONDS, TimeUnit.SECONDS)) {
        requests.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
