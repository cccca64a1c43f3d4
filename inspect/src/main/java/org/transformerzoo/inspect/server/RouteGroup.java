package org.transformerzoo.inspect.server;

import io.javalin.router.JavalinDefaultRoutingApi;

/**
 * Some of the paths that an {@link InspectServer} answers.
 *
 * <p>To add one: implement this interface and give it to {@link InspectServer#start}. Requests that
 * reach it come from the page itself or from a program, never from another web site; {@link Json}
 * reads and writes their bodies, and what a handler throws becomes a sentence, see {@link
 * Problems}.
 */
@FunctionalInterface
public interface RouteGroup {

  /** Adds the paths with what answers them. */
  void addTo(JavalinDefaultRoutingApi routes);
}
