package org.transformerzoo.inspect;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transformerzoo.inspect.server.Json;
import org.transformerzoo.inspect.server.RouteGroup;

/**
 * Which questions are still to be answered. With each question about the example that is open a
 * page sends {@code Wish: NAME NUMBER}: a name of its own, and a number that grows as soon as
 * someone wants to see something else. Questions of one number belong together; those of a smaller
 * one than has come from the page are given up, in whatever order they come. Questions without that
 * header are always wanted. Several threads may use it at once.
 */
final class Wishes implements RouteGroup {

  static final String HEADER = "Wish";

  private static final Pattern WISH =
      Pattern.compile("(?<page>[0-9a-z]{1,40}) (?<number>\\d{1,9})");
  private static final int MOST_PAGES = 100;

  private final Map<String, Integer> latest = new LinkedHashMap<>(); // by page, the oldest first
  private boolean closed;

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post(
        "/api/unwanted", // all that was asked before
        request -> {
          of(request);
          Json.write(request, Map.of());
        });
  }

  /**
   * Whether the question of {@code request} is still wanted, at each time that it is asked.
   *
   * @throws BadRequestResponse if the header is of another form
   */
  BooleanSupplier of(Context request) {
    String header = request.header(HEADER);
    return header == null ? this::isOpen : of(header);
  }

  BooleanSupplier of(String header) {
    Matcher wish = WISH.matcher(header);
    if (!wish.matches()) {
      throw new BadRequestResponse("The header Wish is no name of a page and number");
    }
    String page = wish.group("page");
    int number = Integer.parseInt(wish.group("number"));
    note(page, number);
    return () -> isWanted(page, number);
  }

  private synchronized void note(String page, int number) {
    int largest = Math.max(number, latest.getOrDefault(page, 0));
    latest.remove(page);
    latest.put(page, largest);
    if (latest.size() > MOST_PAGES) {
      latest.remove(latest.keySet().iterator().next());
    }
  }

  private synchronized boolean isWanted(String page, int number) {
    return !closed && number >= latest.getOrDefault(page, 0);
  }

  private synchronized boolean isOpen() {
    return !closed;
  }

  /** From now on no question is wanted. */
  synchronized void close() {
    closed = true;
  }
}
